#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <string.h>
#include <sys/socket.h>

// Swift cannot call variadic functions: one call for each type of option.
static inline CURLcode reviewd_curl_text(CURL *handle, CURLoption option, const char *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode reviewd_curl_number(CURL *handle, CURLoption option, long value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode reviewd_curl_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline long reviewd_curl_response(CURL *handle) {
    long code = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0;
}

// What is uploaded: the octets that are left.
struct reviewd_upload {
    const char *octets;
    size_t left;
};

static inline size_t reviewd_curl_read(char *to, size_t size, size_t count, void *from) {
    struct reviewd_upload *upload = from;
    size_t taken = size * count < upload->left ? size * count : upload->left;
    memcpy(to, upload->octets, taken);
    upload->octets += taken;
    upload->left -= taken;
    return taken;
}

static inline size_t reviewd_curl_discard(char *octets, size_t size, size_t count, void *to) {
    (void)octets;
    (void)to;
    return size * count;
}

static inline CURLcode reviewd_curl_upload(CURL *handle, struct reviewd_upload *upload) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, reviewd_curl_read);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_READDATA, upload);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L) : code;
}

// Who decides, for each address that a name stands for, whether it may be reached; asked before anything is sent to it.
struct reviewd_guard {
    int (*may_reach)(const void *context, const struct sockaddr *address);
    const void *context;
    int has_refused;
};

static inline curl_socket_t reviewd_curl_open(void *from, curlsocktype purpose, struct curl_sockaddr *address) {
    struct reviewd_guard *guard = from;
    (void)purpose;
    if (guard->may_reach(guard->context, &address->addr)) return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    guard->has_refused = 1;
    return CURL_SOCKET_BAD;
}

static inline CURLcode reviewd_curl_guard(CURL *handle, struct reviewd_guard *guard) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, reviewd_curl_open);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, guard) : code;
}

// What was said last between us and a mail server: which command, and how it was answered. Only words that are commands are kept, so that no
// secret is.
struct reviewd_dialogue {
    char command[16];
    char answer[128];
    // We took our leave: what follows is no answer to what failed.
    int is_over;
};

static inline int reviewd_curl_hear(CURL *handle, curl_infotype type, char *octets, size_t count, void *to) {
    static const char *const commands[] = {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"};
    struct reviewd_dialogue *dialogue = to;
    (void)handle;
    if (type == CURLINFO_HEADER_OUT) {
        for (size_t n = 0; n < sizeof commands / sizeof *commands; n++) {
            size_t length = strlen(commands[n]);
            if (count < length + 1 || memcmp(octets, commands[n], length) != 0 || (octets[length] != ' ' && octets[length] != '\r')) continue;
            dialogue->is_over = strcmp(commands[n], "QUIT") == 0;
            if (dialogue->is_over) continue;
            strcpy(dialogue->command, commands[n]);
            dialogue->answer[0] = 0;
        }
    } else if (type == CURLINFO_HEADER_IN && !dialogue->is_over) {
        size_t length = count < sizeof dialogue->answer - 1 ? count : sizeof dialogue->answer - 1;
        memcpy(dialogue->answer, octets, length);
        dialogue->answer[length] = 0;
    }
    return 0;
}

static inline CURLcode reviewd_curl_listen(CURL *handle, struct reviewd_dialogue *dialogue) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, reviewd_curl_hear);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_DEBUGDATA, dialogue);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L) : code;
}

static inline CURLcode reviewd_curl_discard_answer(CURL *handle) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, reviewd_curl_discard);
}

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <string.h>

// Swift cannot call variadic functions: one call for each type of option.
static inline CURLcode reviewd_curl_text(CURL *handle, CURLoption option, const char *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode reviewd_curl_number(CURL *handle, CURLoption option, long value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode reviewd_curl_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode reviewd_curl_buffer(CURL *handle, CURLoption option, char *value) { return curl_easy_setopt(handle, option, value); }
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

static inline CURLcode reviewd_curl_discard_answer(CURL *handle) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, reviewd_curl_discard);
}

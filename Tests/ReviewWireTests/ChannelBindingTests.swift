import ReviewWire
import Testing

/// Self-signed certificates of no one, each with another signature; digests by `openssl dgst` over the DER.
struct ChannelBindingTests {
    private static let certificates: [(signature: String, der: String, digest: String?)] = [
        (
            "ecdsa-with-SHA256",
            "MIIBejCCASGgAwIBAgIUDOB23o38nPNSAsAZQFdbPXSzBQ0wCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHcmV2aWV3ZDAgFw0yNjExMjMyMTM1NDlaGA8y"
                + "MTI2MTAzMDIxMzU0OVowEjEQMA4GA1UEAwwHcmV2aWV3ZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABK+oc5Kcih8yKmVKL82AGm5jYd2778xy6OgA"
                + "TNgdm/0dPq737UHo5nFb4A7NV5N+MdWzsSFOLU1jF8hRdrM+AhCjUzBRMB0GA1UdDgQWBBQaizI0Vx3wfxz0/UAembL9N1AABTAfBgNVHSMEGDAWgBQa"
                + "izI0Vx3wfxz0/UAembL9N1AABTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIC/XVAF2jK02ThetNDqaGQ149p7aYF66AMixVy4yFGEO"
                + "AiAhH9dVLT45f92aygIYEagx6QZCV2V8cuLFBt5KrAmxcw==",
            "5d5b0662bda4100ef4c96be02e5eba19f6f8aca5ac580ce4b57be88702e812df"
        ),
        (
            "ecdsa-with-SHA384",
            "MIIBezCCASGgAwIBAgIUfvEwiC6V8jKTzeB4DfDooICvVuQwCgYIKoZIzj0EAwMwEjEQMA4GA1UEAwwHcmV2aWV3ZDAgFw0yNjExMjMyMTM1NDlaGA8y"
                + "MTI2MTAzMDIxMzU0OVowEjEQMA4GA1UEAwwHcmV2aWV3ZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABO03jF0k2Kom3UiNfPqeqeMugQpzknabe2/q"
                + "Tb/nAQjf3uvRHSebjt7lx85vk+v6+p41/l+ECFRmFz9Eys8dRVWjUzBRMB0GA1UdDgQWBBT318qkycjaBr1Cd5UEZzj5XnI+DDAfBgNVHSMEGDAWgBT3"
                + "18qkycjaBr1Cd5UEZzj5XnI+DDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMDA0gAMEUCIQC1RkJeF0OiDjlbsezlFJIL/aXW53DPL03TRDAR/ZtX"
                + "AQIgNGV0kWNeOxYAS6BVXh+9jv+sbG99t0etZTFkdfMtAro=",
            "5310381a8767b21e12d9e704e96e524c0f7b3a331ee5f19dca848b3cadc60a501f6e0237fd5ddcef1ba0b3c76b7ece63"
        ),
        (
            "ecdsa-with-SHA512",
            "MIIBezCCASGgAwIBAgIUUXkjG3ahtFflta/8RdxgbtNTEIgwCgYIKoZIzj0EAwQwEjEQMA4GA1UEAwwHcmV2aWV3ZDAgFw0yNjExMjMyMTM1NDlaGA8y"
                + "MTI2MTAzMDIxMzU0OVowEjEQMA4GA1UEAwwHcmV2aWV3ZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFSl0RhrQhkEOoX2aHI0mcZbHH41uCIJ4KRn"
                + "Ppnj4BPyyR8rKFlyvuYwAeoz8F4+f2XOOQbka0VRIJF8mCwyvwejUzBRMB0GA1UdDgQWBBT5CwUo8TnmVWTnUBASsr4OpDuX/TAfBgNVHSMEGDAWgBT5"
                + "CwUo8TnmVWTnUBASsr4OpDuX/TAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMEA0gAMEUCIHVjYqJjnw4ughjqv7w1xLaYSnCG9yb9XviUjIH4KWCL"
                + "AiEAqK5DW82FnCjAO/0vjpYEQ+Xt4GZgZRdaNFoA1IKVB1g=",
            "33138bfff83bdacf1019f3c2c1571ca60e76f449b36f76ec1e67ae67157459db0e6d95de4bb7b7909191b62ca90fa288"
                + "f1313fa54555db9483c4047da09f792d"
        ),
        (
            "sha1WithRSAEncryption",
            "MIIDBzCCAe+gAwIBAgIULug4x1DMf1YCEox+29qFG/zlDNMwDQYJKoZIhvcNAQEFBQAwEjEQMA4GA1UEAwwHcmV2aWV3ZDAgFw0yNjExMjMyMTM5MzFa"
                + "GA8yMTI2MTAzMDIxMzkzMVowEjEQMA4GA1UEAwwHcmV2aWV3ZDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAJXIuPFDygPnf11sOrAvy0vX"
                + "VoGutxPpl3CMmGlxkd02Q1NIIzv0Wqp+1s3+FYlGE1jD0t51v8TbE5IQSIjXhi9EX7PsZ2Ifn5gJVaXHegT/RxKN+Iv5EzuDYNN2BRXoOcGoVT52MVI4"
                + "t5TDaBMRurzUrFNOjGi9UpsEVfLokTGZLfwCXY1ZCuiqCHdLG9qU0Rq3KqVbLz29Es9C7zUPiFQtnwdB3579HUKfEDUTt9ZI95L1qe4Sgk9W2KLtG8qZ"
                + "eX82ucI/VvIvOFEIFhLkTGL/PNBg9yNpGdz1H2fnHJwr4RUVAA0BmQ+m3v3EmmnjD1XfJPxd8xcO+V+vX0z80HMCAwEAAaNTMFEwHQYDVR0OBBYEFNJg"
                + "y7DeDSf1MJjzUZDKcQcZPjD+MB8GA1UdIwQYMBaAFNJgy7DeDSf1MJjzUZDKcQcZPjD+MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEFBQADggEB"
                + "AA08aL7DjZ8q1o4QkS64IyqiSG4YvPLqqjPXL9LYdkYVAjOfaw8mNMF3ftLvO59U267C4HprvZKAzbgRHWNK0n+6/VB6PccCNXierLzH1w3MdPk5dxFD"
                + "7RgrydSDuchWz2AJOJ8CGhRs25yd5LAGrPXSAgOP6C7m2lcRL6LlCtxuUOH2W4HiTJH4NmD1riSdr6cRDt4y8Jow63QHwxMhrCFbdRN5lFyPOxGiY3oN"
                + "9GSQBNNJFXJAyS8S5mNXexE1/Pcivhkj0CqGZT/VgcvljyGfRhGnvPUvl3WTdtHpJbhTuOXQdATuNh7q1anlT4M7zWrXDeRSfATrJxAINSCgAyQ=",
            "9994e4108f4e0a2ccba3f096840a8ff07aefcbacbd9b7882f72e20d0fce1ba9d"
        ),
        (
            "Ed25519",
            "MIIBOjCB7aADAgECAhRGuIkiDyyKo7dGRRPg3hn/IdQ+DzAFBgMrZXAwEjEQMA4GA1UEAwwHcmV2aWV3ZDAgFw0yNjExMjMyMTM1NDlaGA8yMTI2MTAz"
                + "MDIxMzU0OVowEjEQMA4GA1UEAwwHcmV2aWV3ZDAqMAUGAytlcAMhAGOr03Hu6WYOVqigHlJ9hxU5C1QeDJk4sPUDwH0jqCmco1MwUTAdBgNVHQ4EFgQU"
                + "KO153CoTDu+lDc45Z+PcvoHeIFwwHwYDVR0jBBgwFoAUKO153CoTDu+lDc45Z+PcvoHeIFwwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQDJZVLwyliO"
                + "IxX/W71beqE7eGzCRrBHA06qpfAT3Nj/BOFfd1XuZtAE7fTVVHL46xVGycP+sLiTU2xZv98IabwP",
            nil
        ),
    ]

    @Test func `the end point is hashed as its certificate is signed`() throws {
        for (signature, encoded, digest) in Self.certificates {
            let der = try #require(Base64.decode(encoded))
            let hash = ChannelBinding.endPointHash(certificateDER: der)
            #expect(hash.map { Hex.encode($0) } == digest, "\(signature)")
        }
    }

    @Test func `what is no certificate has no binding`() {
        #expect(ChannelBinding.endPointHash(certificateDER: []) == nil)
        #expect(ChannelBinding.endPointHash(certificateDER: [0x30, 0x80, 1, 2, 3]) == nil)
    }
}

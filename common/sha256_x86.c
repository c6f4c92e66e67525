/* docs/decisions/0012-hash-instructions.md says why this is not left to libsodium. */
#include "common/sha256_x86.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>
#include <string.h>

enum { BLOCK = 64, GROUPS = 16 }; /* a group: four of the 64 rounds */

#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
    0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
    0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
    0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
    0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
    0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};

static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static bool has_instructions(void)
{
    enum { SHA_BIT = 1 << 29 };
    unsigned a, b, c, d;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & SHA_BIT) &&
           __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_1) && (c & bit_SSSE3);
}

/* Asked once: in a virtual machine the question itself costs more than a hash. */
bool sha256_x86_usable(void)
{
    static atomic_int known; /* 0: not asked yet */
    enum { YES = 1, NO };
    int answer = atomic_load_explicit(&known, memory_order_relaxed);
    if (answer == 0) {
        answer = has_instructions() ? YES : NO;
        atomic_store_explicit(&known, answer, memory_order_relaxed);
    }
    return answer == YES;
}

/* The eight words as the instructions want them: ABEF and CDGH. */
WITH_SHA static void pack(const uint32_t words[8], __m128i *abef, __m128i *cdgh)
{
    __m128i dcba = _mm_loadu_si128((const __m128i *)words);
    __m128i hgfe = _mm_loadu_si128((const __m128i *)(words + 4));
    __m128i cdab = _mm_shuffle_epi32(dcba, 0xB1), efgh = _mm_shuffle_epi32(hgfe, 0x1B);
    *abef = _mm_alignr_epi8(cdab, efgh, 8);
    *cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
}

WITH_SHA static void unpack(__m128i abef, __m128i cdgh, uint32_t words[8])
{
    __m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)words, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(words + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/* The next four words of the message from the sixteen before them. */
WITH_SHA static __m128i schedule(const __m128i w[4])
{
    __m128i sum =
        _mm_add_epi32(_mm_sha256msg1_epu32(w[0], w[1]), _mm_alignr_epi8(w[3], w[2], 4));
    return _mm_sha256msg2_epu32(sum, w[3]);
}

WITH_SHA static void compress(uint32_t words[8], const uint8_t *bytes, size_t blocks)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i abef, cdgh, w[4];
    pack(words, &abef, &cdgh);
    for (; blocks > 0; blocks--, bytes += BLOCK) {
        __m128i abef_was = abef, cdgh_was = cdgh;
#pragma GCC unroll 16
        for (int i = 0; i < GROUPS; i++) {
            if (i < 4) {
                w[i] = _mm_shuffle_epi8(
                    _mm_loadu_si128((const __m128i *)(bytes + (size_t)i * 16)), swap);
            } else {
                const __m128i turn[4] = {w[i & 3], w[(i + 1) & 3], w[(i + 2) & 3],
                                         w[(i + 3) & 3]};
                w[i & 3] = schedule(turn);
            }
            __m128i round = _mm_add_epi32(
                w[i & 3], _mm_loadu_si128((const __m128i *)(constants + 4 * (size_t)i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, round);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(round, 0x0E));
        }
        abef = _mm_add_epi32(abef, abef_was);
        cdgh = _mm_add_epi32(cdgh, cdgh_was);
    }
    unpack(abef, cdgh, words);
}

void sha256_x86(const void *bytes, size_t len, uint8_t digest[32])
{
    uint8_t tail[2 * BLOCK] = {0};
    uint32_t words[8];
    size_t whole = len / BLOCK, rest = len % BLOCK, blocks = rest + 9 > BLOCK ? 2 : 1;
    memcpy(words, start, sizeof words);
    compress(words, bytes, whole);
    if (rest > 0) {
        memcpy(tail, (const uint8_t *)bytes + whole * BLOCK, rest);
    }
    tail[rest] = 0x80;
    for (size_t i = 0; i < 8; i++) {
        tail[blocks * BLOCK - 1 - i] = (uint8_t)((uint64_t)len * 8 >> 8 * i);
    }
    compress(words, tail, blocks);
    for (size_t i = 0; i < 32; i++) {
        digest[i] = (uint8_t)(words[i / 4] >> (24 - 8 * (i % 4)));
    }
}

#else

#include <sodium.h>

bool sha256_x86_usable(void)
{
    return false;
}

void sha256_x86(const void *bytes, size_t len, uint8_t digest[32])
{
    crypto_hash_sha256(digest, bytes, len);
}

#endif

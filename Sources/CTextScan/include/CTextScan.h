// Byte kernels of the tokenizer. Each has a plain version, which is also its specification.
#pragma once
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// How many of the 16 bytes at `bytes` come before the first that is no ASCII letter or digit.
static inline int attune_word_bytes_plain(const uint8_t *bytes) {
  int count = 0;
  while (count < 16) {
    uint8_t small = bytes[count] | 0x20;
    if (!(small >= 'a' && small <= 'z') && !(bytes[count] >= '0' && bytes[count] <= '9')) break;
    count++;
  }
  return count;
}

/// The same for 16 bytes at once: x86-64 always has SSE2, 64-bit ARM always NEON.
static inline int attune_word_bytes(const uint8_t *bytes) {
#if defined(__SSE2__)
  __m128i text = _mm_loadu_si128((const __m128i *)bytes);
  __m128i small = _mm_or_si128(text, _mm_set1_epi8(0x20));
  // x is in a...a+n exactly when x-a, as an unsigned byte, is its own minimum with n.
  __m128i letter = _mm_sub_epi8(small, _mm_set1_epi8('a'));
  __m128i digit = _mm_sub_epi8(text, _mm_set1_epi8('0'));
  letter = _mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(25)), letter);
  digit = _mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit);
  int word = _mm_movemask_epi8(_mm_or_si128(letter, digit));
  return __builtin_ctz(~word | 0x10000);
#elif defined(__ARM_NEON)
  uint8x16_t text = vld1q_u8(bytes);
  uint8x16_t letter = vcleq_u8(vsubq_u8(vorrq_u8(text, vdupq_n_u8(0x20)), vdupq_n_u8('a')), vdupq_n_u8(25));
  uint8x16_t digit = vcleq_u8(vsubq_u8(text, vdupq_n_u8('0')), vdupq_n_u8(9));
  // Four bits a byte.
  uint8x8_t narrow = vshrn_n_u16(vreinterpretq_u16_u8(vorrq_u8(letter, digit)), 4);
  uint64_t other = ~vget_lane_u64(vreinterpret_u64_u8(narrow), 0);
  return other ? __builtin_ctzll(other) / 4 : 16;
#else
  return attune_word_bytes_plain(bytes);
#endif
}

// What Swift has no words for.
#pragma once
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef int16_t attune_int16x8 __attribute__((ext_vector_type(8)));
typedef int8_t attune_int8x8 __attribute__((ext_vector_type(8)));
typedef uint16_t attune_uint16x8 __attribute__((ext_vector_type(8)));
typedef int32_t attune_int32x8 __attribute__((ext_vector_type(8)));

/// All ones in the lanes that equal `key`, zeros in the others: one instruction, where Swift's `.==` on a `SIMD8` goes
/// lane by lane through memory.
static inline attune_int16x8 attune_equal_lanes(attune_uint16x8 lanes, uint16_t key) {
  return lanes == key;
}

/// The sum of all lanes.
static inline int32_t attune_sum_lanes(attune_int16x8 lanes) {
#if defined(__SSE2__)
  __m128i pairs = _mm_madd_epi16((__m128i)lanes, _mm_set1_epi16(1));
  __m128i halves = _mm_add_epi32(pairs, _mm_shuffle_epi32(pairs, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(halves, _mm_shuffle_epi32(halves, 0xB1)));
#else
  return __builtin_reduce_add(__builtin_convertvector(lanes, attune_int32x8));
#endif
}

/// Eight numbers of a byte each, which need not be aligned, as numbers of two bytes.
static inline attune_int16x8 attune_widened(const int8_t *bytes) {
  attune_int8x8 eight;
  __builtin_memcpy(&eight, bytes, sizeof eight);
  return __builtin_convertvector(eight, attune_int16x8);
}

/// Asks the processor to bring the cache line at `address` closer. A hint: any address is allowed.
static inline void attune_prefetch(const void *address) {
  __builtin_prefetch(address, 0, 3);
}

/// The file of the library or program that holds an address, or NULL. Lives as long as the library.
const char *attune_file_of(const void *address);

// MARK: Forks

/// How many forks without exec lie between the process that loaded this code and the present one. What a thread of a
/// process with another count was writing cannot be trusted, and its locks cannot be taken.
uint32_t attune_fork_count(void);

/// A fork on another thread waits from here to `attune_release_forks`: what is made in between is there in a child as a
/// whole or not at all. One thread at a time; not to be nested.
void attune_hold_forks(void);
void attune_release_forks(void);

/// Notes that the process is about to have worker threads.
void attune_use_workers(void);

/// Whether a process before this one had worker threads, which are gone.
int32_t attune_has_lost_workers(void);

// MARK: Processors

/// How many processors the calling thread may run on, at least 1.
uint32_t attune_affinity_cores(void);

// MARK: Files

/// Opens a new file without a name for reading and writing, in memory where the system has such files; -1 with `errno` where
/// it cannot be made. It is gone when it is closed.
int attune_open_nameless_file(void);

/// Opens a folder so that names in it can be used, which needs no right to list it; -1 and `errno` on failure.
int attune_open_folder(const char *path);

/// Whether something is mounted at a name in a folder, which then cannot be replaced. 0 where the system cannot tell.
int attune_is_mount_point(int folder, const char *name);

/// Files that are written under a name of their own until they are complete, for the case that a signal ends the process.
/// Returns the file's place among them; -1 when there is no room or the name is too long. `folder` stays open until the
/// file is forgotten.
int attune_note_unfinished(int folder, const char *name);

/// Takes the file at `place` out, which is complete or removed; -1 does nothing.
void attune_forget_unfinished(int place);

/// Has the signals that end a process remove unfinished files first. A signal that is ignored already stays ignored; an
/// interrupt ends the process with the status `interrupted`, the others as if they were not handled. A file that grows
/// beyond its limit is an error of `write`, not the end of the process.
void attune_remove_unfinished_on_signals(int interrupted);

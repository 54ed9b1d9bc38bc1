#include "CPlatform.h"
#include <pthread.h>
#include <stdatomic.h>

// A child has the memory of its parent, but of all its threads only the one that forked. What another thread had half
// written stays half written there, and a lock that it held is never released.

static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
static _Atomic uint32_t forks;
static _Atomic int has_workers, has_lost_workers;

static void before_fork(void) { pthread_mutex_lock(&making); }

static void in_parent(void) { pthread_mutex_unlock(&making); }

static void in_child(void) {
  atomic_fetch_add(&forks, 1);
  if (atomic_load(&has_workers)) atomic_store(&has_lost_workers, 1);
  // Not unlocked: the thread has another number here.
  pthread_mutex_init(&making, NULL);
}

__attribute__((constructor)) static void watch_forks(void) { pthread_atfork(before_fork, in_parent, in_child); }

uint32_t attune_fork_count(void) { return atomic_load_explicit(&forks, memory_order_relaxed); }

void attune_hold_forks(void) { pthread_mutex_lock(&making); }

void attune_release_forks(void) { pthread_mutex_unlock(&making); }

void attune_use_workers(void) {
  if (!atomic_load_explicit(&has_workers, memory_order_relaxed)) atomic_store(&has_workers, 1);
}

int32_t attune_has_lost_workers(void) { return atomic_load(&has_lost_workers); }

#define _GNU_SOURCE
#include "CPlatform.h"
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif
#include <sys/stat.h>
#include <unistd.h>

int attune_open_nameless_file(void) {
#if defined(__linux__)
  return memfd_create("attune", MFD_CLOEXEC);
#else
  char path[] = "/tmp/attune.XXXXXX";
  int file = mkstemp(path);
  if (file < 0) return -1;
  fcntl(file, F_SETFD, FD_CLOEXEC);
  unlink(path);
  return file;
#endif
}

int attune_open_folder(const char *path) {
#if defined(O_PATH)
  return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
#else
  return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
#endif
}

int attune_is_mount_point(int folder, const char *name) {
#if defined(STATX_ATTR_MOUNT_ROOT)
  struct statx status;
  if (statx(folder, name, AT_SYMLINK_NOFOLLOW, 0, &status) != 0) return 0;
  return (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
#else
  (void)folder;
  (void)name;
  return 0;
#endif
}

// A handler may run between any two instructions: an entry is filled before it is used, and is no longer used before it
// is free.
enum { is_free, is_filled, is_used };

static struct {
  _Atomic int state;
  int folder;
  char name[64];
} unfinished[64];

static const int places = sizeof unfinished / sizeof *unfinished;

int attune_note_unfinished(int folder, const char *name) {
  if (strlen(name) >= sizeof unfinished[0].name) return -1;
  for (int place = 0; place < places; place++) {
    int expected = is_free;
    if (!atomic_compare_exchange_strong(&unfinished[place].state, &expected, is_filled)) continue;
    unfinished[place].folder = folder;
    strcpy(unfinished[place].name, name);
    atomic_store(&unfinished[place].state, is_used);
    return place;
  }
  return -1;
}

void attune_forget_unfinished(int place) {
  if (place >= 0 && place < places) atomic_store(&unfinished[place].state, is_free);
}

static int interrupted_status;

static void end(int number, siginfo_t *info, void *context) {
  (void)context;
  // From the kernel: the `write` that did it fails with EFBIG. From another process it means the end.
  if (number == SIGXFSZ && info->si_pid == getpid()) return;
  for (int place = 0; place < places; place++) {
    if (atomic_load(&unfinished[place].state) == is_used) {
      unlinkat(unfinished[place].folder, unfinished[place].name, 0);
    }
  }
  if (number == SIGINT) _exit(interrupted_status);
  // Takes effect when the handler returns.
  signal(number, SIG_DFL);
  raise(number);
}

void attune_remove_unfinished_on_signals(int interrupted) {
  interrupted_status = interrupted;
  static const int numbers[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGXFSZ,
                                SIGXCPU, SIGALRM, SIGUSR1, SIGUSR2};
  struct sigaction action = {.sa_sigaction = end, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigfillset(&action.sa_mask);
  for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) {
    struct sigaction before;
    // Whoever started the process with a signal ignored wants it ignored.
    if (sigaction(numbers[index], NULL, &before) != 0 || before.sa_handler == SIG_IGN) continue;
    sigaction(numbers[index], &action, NULL);
  }
}

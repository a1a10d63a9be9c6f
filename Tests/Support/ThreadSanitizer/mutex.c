// ThreadSanitizer sees the order that a Mutex of Swift's library makes where nobody waits for it: those are atomic
// operations in code that is built with it. Where somebody waits, the lock is taken and handed over within the
// library (`_MutexHandle`, by spinning and by futex(2)), which is built without it: that order it must be told, or it
// takes what the lock protects for a race. So the two calls that the library has for it come through here. Outside
// ThreadSanitizer this file is empty.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *handle
#define UNSEEN __attribute__((no_sanitize("thread")))

extern void __tsan_acquire(void *address);
extern void __tsan_release(void *address);

typedef SWIFT void (*Lock)(uint32_t thread, SELF);
typedef SWIFT void (*Unlock)(SELF);

SWIFT void popkeep_lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void popkeep_unlock(SELF) __asm__(UNLOCK);

UNSEEN SWIFT void popkeep_lock(uint32_t thread, SELF) {
  Lock real = (Lock)dlsym(RTLD_NEXT, LOCK);
  if (real == NULL) abort();
  real(thread, handle);
  __tsan_acquire(handle);
}

UNSEEN SWIFT void popkeep_unlock(SELF) {
  Unlock real = (Unlock)dlsym(RTLD_NEXT, UNLOCK);
  if (real == NULL) abort();
  __tsan_release(handle);
  real(handle);
}
#endif
#endif

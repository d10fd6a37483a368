/* Counts the frames that a program shows: preloaded, it writes the time of every buffer swap
 * (nanoseconds since 1970, one a line) to the file that SWAP_LOG names. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void note(void) {
  static FILE* log = NULL;
  if (log == NULL) {
    const char* path = getenv("SWAP_LOG");
    log = path != NULL ? fopen(path, "a") : NULL;
    if (log == NULL) return;
    setvbuf(log, NULL, _IOLBF, 0);
  }
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  fprintf(log, "%lld%09ld\n", (long long)now.tv_sec, now.tv_nsec);
}

void glXSwapBuffers(void* display, unsigned long drawable) {
  static void (*real)(void*, unsigned long) = NULL;
  if (real == NULL) real = (void (*)(void*, unsigned long))dlsym(RTLD_NEXT, "glXSwapBuffers");
  if (real == NULL) {
    void* library = dlopen("libGLX.so.0", RTLD_LAZY);
    if (library != NULL) real = (void (*)(void*, unsigned long))dlsym(library, "glXSwapBuffers");
  }
  note();
  if (real != NULL) real(display, drawable);
}

unsigned int eglSwapBuffers(void* display, void* surface) {
  static unsigned int (*real)(void*, void*) = NULL;
  if (real == NULL) real = (unsigned int (*)(void*, void*))dlsym(RTLD_NEXT, "eglSwapBuffers");
  if (real == NULL) {
    void* library = dlopen("libEGL.so.1", RTLD_LAZY);
    if (library != NULL) real = (unsigned int (*)(void*, void*))dlsym(library, "eglSwapBuffers");
  }
  note();
  return real != NULL ? real(display, surface) : 0;
}

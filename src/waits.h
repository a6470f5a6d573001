/**
 * @file waits.h
 * In a debug build: what a coroutine waits for, in words, and which coroutines these are.
 */
#ifndef ASYNCFOR_WAITS_H
#define ASYNCFOR_WAITS_H

#include "coroutine.h"

#include <stddef.h>

enum { ASYNC__LONGEST_WAIT = 160 };

/** The name of what can be awaited. @param text has room for it. @return `text`. */
const char *async__awaited_name(const async_object *awaited, char text[ASYNC__LONGEST_WAIT]);

/** What a coroutine waits for. @param text has room for it. @return `text`; NULL: it does not. */
const char *async__waits_for(const async__frame *frame, char text[ASYNC__LONGEST_WAIT]);

/** The next coroutine that one waits for. @param index 0 at first. @return borrowed; NULL: there
 * are no more. */
async__frame *async__waited_for(const async__frame *frame, size_t *index);

#endif

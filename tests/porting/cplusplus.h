/**
 * @file cplusplus.h
 * A library in C++ as its users in C see it.
 */
#ifndef CPLUSPLUS_H
#define CPLUSPLUS_H

#include <asyncfor.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Yields each word of the items of an iteration that are text, with how often it came so far, as a
 * tuple, in the order of the alphabet for each item.
 * @return what the items or the consumer end it with.
 */
async_status yield_words(async_iteration *texts) ASYNC_MUST_CHECK;

#ifdef __cplusplus
}
#endif

#endif

/**
 * @file arguments.h
 * The arguments that a coroutine or an instance was created with.
 */
#ifndef ASYNCFOR_ARGUMENTS_H
#define ASYNCFOR_ARGUMENTS_H

#include <asyncfor/define.h>

/** The bytes that copies of the memory take which the arguments refer to. */
size_t async__arguments_text_size(const async_definition *definition, const void *arguments);

/**
 * Copies arguments: the memory that they refer to into `text`, objects as they are.
 * @param target `arguments_size` bytes. @param text async__arguments_text_size() bytes.
 */
void async__arguments_copy(const async_definition *definition, void *target, const void *source,
                           char *text);

/** Gives up the references that the arguments hold. */
void async__arguments_release(const async_definition *definition, const void *arguments);

#endif

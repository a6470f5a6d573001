/**
 * @file format.h
 * The messages of errors.
 *
 * printf itself calls through pointers, which Asyncify must take for calls that suspend: it would
 * be instrumented, and be more than half of a small module.
 */
#ifndef ASYNCFOR_FORMAT_H
#define ASYNCFOR_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/**
 * Formats as vsnprintf does, with all of C's flags, widths, precisions and lengths, except that
 * letters for doubles all mean %f, with an exponent from 10^18 on, and %X is %x.
 * @return the length of the whole text, whether it fits or not.
 */
size_t async__format(char *buffer, size_t size, const char *format, va_list given);

#endif

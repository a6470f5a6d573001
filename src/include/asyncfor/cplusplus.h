/**
 * @file cplusplus.h
 * What a file in C++ has instead of C's _Generic: async_value_of() and async_value_to().
 *
 * Asynchronous functions are written in C. C++ code that they call may use all the plain functions,
 * those that suspend among them: async_yield_value(), async_await_value(), async_next_value(),
 * async_sleep_for(). No exception may pass a frame of C, nor be under way while it suspends.
 */
#ifndef ASYNCFOR_CPLUSPLUS_H
#define ASYNCFOR_CPLUSPLUS_H

#include <asyncfor/value.h>

#ifdef __cplusplus

#undef async_value_of
#undef async_value_to

/* Of plain characters and short numbers C++ makes an int by itself, of a float a double. */
#define ASYNC__VALUE_OF(type, name)                     \
    static inline async_value async_value_of(type from) \
    {                                                   \
        return async__value_of_##name(from);            \
    }
#define ASYNC__VALUE_OF_INTEGER(type)                               \
    static inline async_value async_value_of(type from)             \
    {                                                               \
        return async__value_of_integer(static_cast<int64_t>(from)); \
    }
ASYNC__VALUE_OF(bool, bool)
ASYNC__VALUE_OF_INTEGER(int)
ASYNC__VALUE_OF_INTEGER(unsigned)
ASYNC__VALUE_OF_INTEGER(long)
ASYNC__VALUE_OF_INTEGER(unsigned long)
ASYNC__VALUE_OF_INTEGER(long long)
ASYNC__VALUE_OF(double, double)
ASYNC__VALUE_OF(const char *, text)
ASYNC__VALUE_OF(async_string, string)
ASYNC__VALUE_OF(async_bytes, bytes)
ASYNC__VALUE_OF(async_object *, object)
ASYNC__VALUE_OF(async_error *, error)
ASYNC__VALUE_OF(async_owned, owned)
ASYNC__VALUE_OF(async_value, value)
#undef ASYNC__VALUE_OF
#undef ASYNC__VALUE_OF_INTEGER

#define ASYNC__VALUE_TO(type, name)                                                                \
    static inline ASYNC_MUST_CHECK async_status async_value_to(const async_value *value, type *to) \
    {                                                                                              \
        return async__to_##name(value, to);                                                        \
    }
ASYNC__VALUE_TO(bool, _Bool)
ASYNC__VALUE_TO(int, int)
ASYNC__VALUE_TO(int64_t, int64_t)
ASYNC__VALUE_TO(double, double)
ASYNC__VALUE_TO(async_string, async_string)
ASYNC__VALUE_TO(async_bytes, async_bytes)
ASYNC__VALUE_TO(async_iterable, async_iterable)
ASYNC__VALUE_TO(async_owned, owned)
ASYNC__VALUE_TO(async_error *, error)
ASYNC__VALUE_TO(async_value, async_value)
#undef ASYNC__VALUE_TO

#endif
#endif

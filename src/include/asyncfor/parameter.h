/**
 * @file parameter.h
 * What a tuple `(type, name)` or `(type, name, default)` becomes, in the list of parameters of a
 * definition and in the list of fields of a record; and which do not compile.
 */
#ifndef ASYNCFOR_PARAMETER_H
#define ASYNCFOR_PARAMETER_H

#include <asyncfor/type.h>

#define ASYNC__FIELD(name, tuple) ASYNC__FIELD_OF tuple
#define ASYNC__FIELD_OF(type, field, ...) type field;
#define ASYNC__REQUIRED(name, tuple) ASYNC__REQUIRED_OF tuple
#define ASYNC__REQUIRED_OF(type, field, ...) +!ASYNC__MAY_MISS(type, ##__VA_ARGS__)
#define ASYNC__MAY_MISS(type, ...) \
    (ASYNC__SOME(__VA_ARGS__) || (int)async__no_type_and_no_ASYNC_RECORD_##type)
#define ASYNC__DEFAULT(name, tuple) ASYNC__DEFAULT_OF tuple
#define ASYNC__DEFAULT_OF(type, field, ...) \
    async__paste(ASYNC__DEFAULT_, ASYNC__SOME(__VA_ARGS__))(type, field, ##__VA_ARGS__)
#define ASYNC__DEFAULT_0(type, field)
#define ASYNC__DEFAULT_1(type, field, ...) \
    .field = async__paste(ASYNC__INITIAL_, ASYNC__PROBE(ASYNC__DEFAULT_OF_##type))(__VA_ARGS__),
#define ASYNC__PARAMETER(name, tuple) ASYNC__PARAMETER_IN(name, ASYNC__PARAMETER_OF tuple)
#define ASYNC__PARAMETER_OF(type, field, ...) \
    &async__declared_##type, field, #field, ASYNC__MAY_MISS(type, ##__VA_ARGS__)
#define ASYNC__PARAMETER_IN(...) ASYNC__PARAMETER_ROW(__VA_ARGS__)
#define ASYNC__PARAMETER_ROW(owner, declared, field, text, optional) \
    {text, declared, offsetof(struct owner##__arguments, field), optional},

/* Of the basic types, what a default is: text, bytes, or a number. */
#define ASYNC__DEFAULT_OF_async_string ~, text
#define ASYNC__DEFAULT_OF_async_bytes ~, bytes
#define ASYNC__DEFAULT_OF__Bool ~, number
#define ASYNC__DEFAULT_OF_bool ~, number
#define ASYNC__DEFAULT_OF_int ~, number
#define ASYNC__DEFAULT_OF_int64_t ~, number
#define ASYNC__DEFAULT_OF_double ~, number

/* A default as the initializer of its field. */
/* clang-format off */
#define ASYNC__INITIAL_0(...) __VA_ARGS__
#define ASYNC__INITIAL_number(value) value
#define ASYNC__INITIAL_text(value) {value, sizeof(value) - 1}
#define ASYNC__INITIAL_bytes(value) {(const uint8_t *)(value), sizeof(value) - 1}
/* clang-format on */

/* What does not compile, and with which words: types that are none of a declaration, and defaults
 * of another type. */
#define ASYNC__CHECK_PARAMETER(name, tuple) ASYNC__CHECK_PARAMETER_IN(name, ASYNC__CHECKED tuple)
#define ASYNC__CHECKED(type, field, ...) \
    type, field, "'" #field "'",         \
        async__paste(ASYNC__CHECK_DEFAULT_, ASYNC__SOME(__VA_ARGS__))(type, ##__VA_ARGS__)
#define ASYNC__CHECK_DEFAULT_0(type) 1, ""
#define ASYNC__CHECK_DEFAULT_1(type, ...) \
    async__paste(ASYNC__CHECK_, ASYNC__PROBE(ASYNC__DEFAULT_OF_##type))(__VA_ARGS__)
#define ASYNC__CHECK_0(...) 1, ""
#define ASYNC__CHECK_number(value) \
    _Generic((value), char * : 0, const char * : 0, void * : 0, default : 1), "a number"
#define ASYNC__CHECK_text(value) \
    _Generic((value), char * : 1, const char * : 1, default : 0), "text in quotes"
#define ASYNC__CHECK_bytes ASYNC__CHECK_text
#define ASYNC__CHECK_PARAMETER_IN(...) ASYNC__CHECK_PARAMETER_ROW(__VA_ARGS__)
#define ASYNC__CHECK_PARAMETER_ROW(owner, type, field, text, fits, wanted)               \
    ASYNC__CHECK_TYPE(owner, type, field, text)                                          \
    enum { owner##__default_of_##field = (fits) };                                       \
    _Static_assert(owner##__default_of_##field, #owner ": the default of " text " must " \
                                                       "be " wanted);

#define ASYNC__CHECK_TYPE(owner, type, field, text)                                            \
    enum { owner##__knows_##field = ASYNC__MAY_DECLARE(type) };                                \
    _Static_assert(owner##__knows_##field, #owner                                              \
                   ": " text " is of a type that JavaScript has not: use bool, int, int64_t, " \
                   "double, async_string, async_bytes, async_iterable, async_value, "          \
                   "async_js_value, async_js_function, async_array(type), "                    \
                   "async_optional(type) or an ASYNC_RECORD");                                 \
    _Static_assert((int)async__no_type_and_no_ASYNC_RECORD_##type >= 0, "");

/* clang-format off */
#define ASYNC__MAY_DECLARE(type)                                                                   \
    _Generic((type *)0,                                                                            \
        char *: 0, signed char *: 0, unsigned char *: 0, short *: 0, unsigned short *: 0,          \
        unsigned *: 0, unsigned long *: 0, unsigned long long *: 0, float *: 0, long double *: 0,  \
        void *: 0, char **: 0, const char **: 0, void **: 0, default: 1)
/* clang-format on */

#endif

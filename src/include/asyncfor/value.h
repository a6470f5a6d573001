/**
 * @file value.h
 * Values: what is yielded, sent, awaited and returned.
 */
#ifndef ASYNCFOR_VALUE_H
#define ASYNCFOR_VALUE_H

#include <asyncfor/status.h>
#include <string.h>

ASYNC__C_BEGIN

typedef struct async_object async_object;

/** The kind of an async_value. */
typedef enum async_kind {
    ASYNC_NONE,   /**< Python's None, JavaScript's undefined. */
    ASYNC_BOOL,   /**< A truth value. */
    ASYNC_INT,    /**< A 64-bit signed integer. */
    ASYNC_DOUBLE, /**< A double. JavaScript's numbers arrive as this. */
    ASYNC_STRING, /**< UTF-8 text. */
    ASYNC_BYTES,  /**< Binary data. */
    ASYNC_RECORD, /**< Data of a declared type: a record, or an array. See type.h. */
    ASYNC_OBJECT, /**< An object of the runtime; one of JavaScript's among them. */
    ASYNC_KIND_COUNT
} async_kind;

/** UTF-8 text that somebody else owns. Not terminated by a zero. */
typedef struct async_string {
    const char *data; /**< Where it begins. */
    size_t size;      /**< In bytes. */
} async_string;

/** C's text as an async_string, for instance as an argument: `async_text("name")`. @param text
 * borrowed, ends with a zero. @return a view of it. */
static inline async_string async_text(const char *text)
{
    return (async_string){text, strlen(text)};
}

/** Binary data that somebody else owns. */
typedef struct async_bytes {
    const uint8_t *data; /**< Where they begin. */
    size_t size;         /**< In bytes. */
} async_bytes;

/** A reference that its holder owns: what async_new() gives. async_for and async_run take it over.
 */
typedef struct async_owned {
    async_object *object; /**< NULL when it could not be created. */
    async_status status;  /**< Then, why: async_for and async_run raise it. */
} async_owned;

/** An object to iterate over, borrowed. */
typedef async_object *async_iterable;

/** A value of JavaScript as it is, whatever its type, borrowed: see javascript.h. */
typedef async_object *async_js_value;

/**
 * A value. A string, bytes or a record either views memory of somebody else (`owned` is false) or
 * holds a reference to counted memory; an object value holds a reference to its object.
 */
typedef struct async_value {
    union {
        struct {
            uint8_t kind;  /**< An async_kind. */
            bool owned;    /**< For these and ASYNC_RECORD: `data` is counted. */
            bool lent;     /**< For ASYNC_BYTES: JavaScript gets them as they lie there. */
            bool holds;    /**< For ASYNC_RECORD: what it views holds references. */
            uint32_t size; /**< For ASYNC_STRING and ASYNC_BYTES: in bytes. */
        };
        uint64_t header; /* All of these, written at once: a value on its way is never read in
                            wider pieces than it was written in, for which processors wait. */
    };
    union {
        bool boolean;
        int64_t integer;
        double number;
        const char *data;
        async_object *object;
    };
} async_value;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ASYNC__HEADER(kind, size) ((uint64_t)(kind) | (uint64_t)(uint32_t)(size) << 32)
#else
#define ASYNC__HEADER(kind, size) ((uint64_t)(kind) << 56 | (uint32_t)(size))
#endif

/** Gives up what the value holds. @param value taken. */
void async_value_release(async_value value);

/** Another reference to what the value holds; a view stays a view. @param value borrowed. @return
 * new. */
async_value async_value_retain(async_value value);

/**
 * Replaces a view by a counted copy of what it views; other values stay as they are.
 * @param value the value, whose reference `*result` takes over. @param result where it goes.
 * @return OK or MemoryError; then `*result` is none.
 */
async_status async_value_own(async_value value, async_value *result) ASYNC_MUST_CHECK;

/** The name of the value's type in Python's words: "NoneType", "int", "str", "async_generator"…
 * @param value borrowed. @return borrowed: good until the next call. */
const char *async_value_type_name(const async_value *value);

/* False for none, false, 0 and what is empty, as Python has it; objects are true. */
bool async__truth(const async_value *value);

/* From C to a value: async_value_of() picks among these by the type of its argument. */

/** Python's None, JavaScript's undefined. @return the value, which holds nothing. */
static inline async_value async_none(void)
{
    return (async_value){.header = ASYNC__HEADER(ASYNC_NONE, 0), .integer = 0};
}

static inline async_value async__value_of_bool(bool boolean)
{
    return (async_value){.header = ASYNC__HEADER(ASYNC_BOOL, 0), .boolean = boolean};
}

static inline async_value async__value_of_integer(int64_t integer)
{
    return (async_value){.header = ASYNC__HEADER(ASYNC_INT, 0), .integer = integer};
}

static inline async_value async__value_of_double(double number)
{
    return (async_value){.header = ASYNC__HEADER(ASYNC_DOUBLE, 0), .number = number};
}

static inline async_value async__value_of_text(const char *text)
{
    return (async_value){.header = ASYNC__HEADER(ASYNC_STRING, strlen(text)), .data = text};
}

static inline async_value async__value_of_string(async_string string)
{
    return (async_value){.header = ASYNC__HEADER(ASYNC_STRING, string.size), .data = string.data};
}

static inline async_value async__value_of_bytes(async_bytes bytes)
{
    return (async_value){.header = ASYNC__HEADER(ASYNC_BYTES, bytes.size),
                         .data = (const char *)bytes.data};
}

/**
 * Binary data that JavaScript gets as a view of this very memory, and not as a copy: fast, and
 * good only until the iterator is asked for its next item, or ends. A growth of the memory in
 * between detaches the view: its length is 0 then.
 * @param bytes borrowed. @return a view of them.
 */
static inline async_value async_lend(async_bytes bytes)
{
    async_value value = {.header = ASYNC__HEADER(ASYNC_BYTES, bytes.size),
                         .data = (const char *)bytes.data};
    value.lent = true;
    return value;
}

static inline async_value async__value_of_object(async_object *object)
{
    return (async_value){.header = ASYNC__HEADER(ASYNC_OBJECT, 0), .object = object};
}

static inline async_value async__value_of_error(async_error *error)
{
    return async__value_of_object((async_object *)error);
}

static inline async_value async__value_of_owned(async_owned owned)
{
    return async__value_of_object(owned.object);
}

static inline async_value async__value_of_value(async_value value)
{
    return value;
}

/**
 * A value of a C expression. Text, strings and bytes become views; of an object and an
 * error the value takes the reference. In C11 `true` is an int: write `(bool)true` for a truth
 * value.
 */
/* clang-format off */
#define async_value_of(expression)                                                                 \
    _Generic((expression),                                                                         \
        bool: async__value_of_bool,                                                                \
        char: async__value_of_integer,                                                             \
        signed char: async__value_of_integer,                                                      \
        unsigned char: async__value_of_integer,                                                    \
        short: async__value_of_integer,                                                            \
        unsigned short: async__value_of_integer,                                                   \
        int: async__value_of_integer,                                                              \
        unsigned int: async__value_of_integer,                                                     \
        long: async__value_of_integer,                                                             \
        unsigned long: async__value_of_integer,                                                    \
        long long: async__value_of_integer,                                                        \
        float: async__value_of_double,                                                             \
        double: async__value_of_double,                                                            \
        char *: async__value_of_text,                                                              \
        const char *: async__value_of_text,                                                        \
        async_string: async__value_of_string,                                                      \
        async_bytes: async__value_of_bytes,                                                        \
        async_object *: async__value_of_object,                                                    \
        async_error *: async__value_of_error,                                                      \
        async_owned: async__value_of_owned,                                                        \
        async_value: async__value_of_value)(expression)
/* clang-format on */

/* The value of what is borrowed. What async_new() gives would never be released. */
#define async__borrowed(expression)                                                  \
    ((void)sizeof(struct {                                                           \
         _Static_assert(_Generic((expression), async_owned : 0, default : 1),        \
                        "this is borrowed: give the .object, and release it later"); \
         char unused;                                                                \
     }),                                                                             \
     async_value_of(expression))

/*
 * From a value to C, for each type that a loop variable may have. A value of another kind is a
 * TypeError, a number that does not fit is an OverflowError. What is given out stays the value's.
 */
async_status async__to__Bool(const async_value *value, bool *result) ASYNC_MUST_CHECK;
async_status async__to_int(const async_value *value, int *result) ASYNC_MUST_CHECK;
async_status async__to_int64_t(const async_value *value, int64_t *result) ASYNC_MUST_CHECK;
async_status async__to_double(const async_value *value, double *result) ASYNC_MUST_CHECK;
async_status async__to_async_string(const async_value *value,
                                    async_string *result) ASYNC_MUST_CHECK;
async_status async__to_async_bytes(const async_value *value, async_bytes *result) ASYNC_MUST_CHECK;
async_status async__to_async_iterable(const async_value *value,
                                      async_iterable *result) ASYNC_MUST_CHECK;
async_status async__to_owned(const async_value *value, async_owned *result) ASYNC_MUST_CHECK;
async_status async__to_error(const async_value *value, async_error **result) ASYNC_MUST_CHECK;

/* The conversions that need no check beyond the kind. False: async__to_…() tells. */

static inline bool async__is__Bool(const async_value *value, bool *result)
{
    *result = value->boolean;
    return value->kind == ASYNC_BOOL;
}

static inline bool async__is_int(const async_value *value, int *result)
{
    *result = (int)value->integer;
    return value->kind == ASYNC_INT && *result == value->integer;
}

static inline bool async__is_int64_t(const async_value *value, int64_t *result)
{
    *result = value->integer;
    return value->kind == ASYNC_INT;
}

static inline bool async__is_double(const async_value *value, double *result)
{
    *result = value->number;
    return value->kind == ASYNC_DOUBLE;
}

static inline bool async__is_async_string(const async_value *value, async_string *result)
{
    *result = (async_string){value->data, value->size};
    return value->kind == ASYNC_STRING;
}

static inline bool async__is_async_bytes(const async_value *value, async_bytes *result)
{
    *result = (async_bytes){(const uint8_t *)value->data, value->size};
    return value->kind == ASYNC_BYTES;
}

static inline bool async__is_async_iterable(const async_value *value, async_iterable *result)
{
    *result = value->object;
    return value->kind == ASYNC_OBJECT;
}

static inline bool async__is_async_value(const async_value *value, async_value *result)
{
    *result = *value;
    return true;
}

static inline async_status async__to_async_owned(const async_value *value, async_owned *result)
{
    return async__to_owned(value, result);
}

static inline async_status async__to_async_value(const async_value *value, async_value *result)
{
    *result = *value;
    return ASYNC_OK;
}

/**
 * Converts a value to the C type of `*result`.
 * @return OK, TypeError for a value of another kind, OverflowError for a number out of range.
 */
/* clang-format off */
#define async_value_to(value, result)                                                              \
    _Generic((result),                                                                             \
        bool *: async__to__Bool,                                                                   \
        int *: async__to_int,                                                                      \
        int64_t *: async__to_int64_t,                                                              \
        double *: async__to_double,                                                                \
        async_string *: async__to_async_string,                                                    \
        async_bytes *: async__to_async_bytes,                                                      \
        async_iterable *: async__to_async_iterable,                                                \
        async_owned *: async__to_owned,                                                            \
        async_error **: async__to_error,                                                           \
        async_value *: async__to_async_value)(value, result)
/* clang-format on */

ASYNC__C_END

#endif

/**
 * @file type.h
 * The types that a declaration knows: of parameters, items and results, and of fields of records.
 *
 * | in C | in JavaScript |
 * |---|---|
 * | `bool` | a boolean |
 * | `int` | an integer of 32 bits |
 * | `int64_t` | an integer of 64 bits: a number where that is exact, else a bigint |
 * | `double` | a number |
 * | `async_string` | a string |
 * | `async_bytes` | a Uint8Array; any other view or an ArrayBuffer is taken, too |
 * | `async_iterable` | an async iterable |
 * | `async_value` | anything, as what it is in C |
 * | `async_js_value` | anything, as the very value |
 * | `async_js_function` | a function, which async_js_call() calls |
 * | `async_array(type)` | an array; for numbers a typed array is taken, too |
 * | `async_optional(type)` | as the type, or undefined; such a parameter may be left out |
 * | a record: see record.h | a plain object |
 *
 * An array may be one of arrays, and an optional one of an array.
 *
 * Who owns what data refers to is the same everywhere. Strings, bytes and the items of arrays are
 * views: async_new() and whatever keeps a value copies them; what async_yield() hands out stays as
 * it is until you are resumed. Of objects and values the reference is taken. What is read, as a
 * loop variable or behind `args`, is borrowed.
 */
#ifndef ASYNCFOR_TYPE_H
#define ASYNCFOR_TYPE_H

#include <asyncfor/each.h>
#include <asyncfor/value.h>

ASYNC__C_BEGIN

/** A function of JavaScript, borrowed: see javascript.h. */
typedef async_object *async_js_function;

/**
 * An array of a declared type: `async_array(double) weights`. Its members are `const double *items`
 * and `size_t count`. Somebody else owns what `items` points to.
 */
#define async_array(type) async__paste(async_array_of_, type)

/**
 * What may be left out: `async_optional(int) limit`. Its members are `bool given` and `int value`,
 * which means something only if it is given.
 */
#define async_optional(type) async__paste(async_optional_of_, type)

/** An optional that is given: `async_given(int, 3)`. */
#define async_given(type, ...) ((async_optional(type)){.given = true, .value = __VA_ARGS__})

/* What the bindings make of a type: they know these by their order. */
typedef enum async__sort {
    ASYNC__SORT__Bool,
    ASYNC__SORT_int,
    ASYNC__SORT_int64_t,
    ASYNC__SORT_double,
    ASYNC__SORT_async_string,
    ASYNC__SORT_async_bytes,
    ASYNC__SORT_async_iterable,
    ASYNC__SORT_async_value,
    ASYNC__SORT_async_js_value,
    ASYNC__SORT_async_js_function,
    ASYNC__SORT_ARRAY,
    ASYNC__SORT_OPTIONAL,
    ASYNC__SORT_RECORD
} async__sort;

/* What data of a type refers to. */
enum {
    ASYNC__REFERS_TO_NOTHING = 0,
    ASYNC__REFERS_TO_MEMORY = 1,  /* Of somebody else's. */
    ASYNC__REFERS_TO_OBJECTS = 2, /* It holds references. */
    ASYNC__REFERS_TO_BOTH = 3
};

/* Of a type whose values are not all of one kind, or need a look at each. */
enum {
    ASYNC__EXPECTS_ANY = ASYNC_KIND_COUNT,
    ASYNC__EXPECTS_MANY,           /* The body may run ahead: its yields need not suspend it. */
    ASYNC__EXPECTS_NO_YIELD = 0x80 /* Is added: what runs is the body of no generator. */
};

typedef struct async__declared async__declared;

/* A field of a record, or a parameter. */
typedef struct async__field {
    const char *name;
    const async__declared *type;
    uint32_t offset;
    uint32_t optional; /* Of a parameter: it may be left out. */
} async__field;

/* What becomes of what data refers to. */
typedef struct async__references {
    /* The bytes that copies of the memory take. */
    size_t (*size)(const async__declared *type, const void *data ASYNC__MARKED);
    /* Puts copies in its place, at `to`. @return what lies behind them. */
    char *(*copy)(const async__declared *type, void *data, char *to ASYNC__MARKED);
    /* Takes another reference to each object. */
    void (*retain)(const async__declared *type, const void *data ASYNC__MARKED);
    /* Gives up the references to objects. */
    void (*release)(const async__declared *type, const void *data ASYNC__MARKED);
} async__references;

/* A declared type: what is known of it at run time, and what the bindings read out of a module. */
struct async__declared {
    const char *name;
    uint8_t sort;    /* An async__sort. */
    uint8_t expects; /* The async_kind of its values, or ASYNC__EXPECTS_ANY. */
    uint8_t refers;
    uint32_t size;
    const async__references *references; /* NULL: it refers to nothing. */
    const async__declared *of;           /* Of an array or an optional: of what. */
    uint32_t field_count;                /* Of a record. */
    const async__field *fields;
    const char *const *documentation;
};

extern const async__references async__memory_references;
extern const async__references async__object_references;
extern const async__references async__value_references;
extern const async__references async__array_references;
extern const async__references async__optional_references;
extern const async__references async__record_references;

/* Each type that is not made of others: its name, the kind of its values, what it refers to. */
/* clang-format off */
#define ASYNC__BASIC_TYPES(each)                                                                   \
    each(_Bool, ASYNC_BOOL, NOTHING, NULL)                                                         \
    each(int, ASYNC_INT, NOTHING, NULL)                                                            \
    each(int64_t, ASYNC_INT, NOTHING, NULL)                                                        \
    each(double, ASYNC_DOUBLE, NOTHING, NULL)                                                      \
    each(async_string, ASYNC_STRING, MEMORY, &async__memory_references)                            \
    each(async_bytes, ASYNC_BYTES, MEMORY, &async__memory_references)                              \
    each(async_iterable, ASYNC__EXPECTS_ANY, OBJECTS, &async__object_references)                   \
    each(async_value, ASYNC__EXPECTS_ANY, BOTH, &async__value_references)                          \
    each(async_js_value, ASYNC__EXPECTS_ANY, OBJECTS, &async__object_references)                   \
    each(async_js_function, ASYNC__EXPECTS_ANY, OBJECTS, &async__object_references)
/* clang-format on */

/* What is known of a type when compiling. Of what is no type the second name is not declared, which
 * is so the compiler's message. */
#define ASYNC__TYPE_CONSTANTS(type, optional, refers)          \
    enum {                                                     \
        async__refers_##type = (refers),                       \
        async__no_type_and_no_ASYNC_RECORD_##type = (optional) \
    };

/* From a value to a variable: what that refers to is borrowed from the value. */
#define ASYNC__TYPE_CONVERSION(type)                                \
    static inline __attribute__((unused))                           \
    async_status async__to_##type(async_value *value, type *result) \
    {                                                               \
        return async__read(&async__declared_##type, value, result); \
    }

/* The types that are made of a type. The value of an optional lies so that the head of a box has
 * room before it. */
#define ASYNC__ARRAY_TYPE(type, element) \
    typedef struct type {                \
        const element *items;            \
        size_t count;                    \
    } type;                              \
    ASYNC__TYPE_CONSTANTS(type, 0, ASYNC__REFERS_TO_MEMORY | (int)async__refers_##element)
#define ASYNC__OPTIONAL_TYPE(type, element)        \
    typedef struct type {                          \
        bool given;                                \
        __attribute__((aligned(8))) element value; \
    } type;                                        \
    ASYNC__TYPE_CONSTANTS(type, 1, (int)async__refers_##element)
#define ASYNC__MADE_TYPES(type)                                                    \
    ASYNC__ARRAY_TYPE(async_array_of_##type, type)                                 \
    ASYNC__OPTIONAL_TYPE(async_optional_of_##type, type)                           \
    ASYNC__ARRAY_TYPE(async_array_of_async_array_of_##type, async_array_of_##type) \
    ASYNC__OPTIONAL_TYPE(async_optional_of_async_array_of_##type, async_array_of_##type)

/* What is done with each of these: macro(type made, of what, its sort, its references). */
#define ASYNC__EACH_MADE(macro, type)                                                           \
    macro(async_array_of_##type, type, ARRAY, array)                                            \
        macro(async_optional_of_##type, type, OPTIONAL, optional)                               \
            macro(async_array_of_async_array_of_##type, async_array_of_##type, ARRAY, array)    \
                macro(async_optional_of_async_array_of_##type, async_array_of_##type, OPTIONAL, \
                      optional)

/* The value of data of a declared type stands in a box, as a view of it. */
typedef struct async__box {
    const async__declared *type;
} __attribute__((aligned(8))) async__box;

#define ASYNC__DESCRIPTOR(described, described_sort, ...)                                     \
    const async__declared async__declared_##described = {.name = #described,                  \
                                                         .sort = (described_sort),            \
                                                         .refers = async__refers_##described, \
                                                         .size = sizeof(described),           \
                                                         __VA_ARGS__};

/* A value of a record or an array: none of it needs a look if no object is among it. */
#define ASYNC__EXPECTS_BOX(type) \
    ((int)async__refers_##type & ASYNC__REFERS_TO_OBJECTS ? ASYNC__EXPECTS_ANY : ASYNC_RECORD)

#define ASYNC__MADE_DESCRIPTOR(type, element, sort_, references_)                                  \
    ASYNC__DESCRIPTOR(type, ASYNC__SORT_##sort_, .references = &async__##references_##_references, \
                      .expects = ASYNC__SORT_##sort_ == ASYNC__SORT_ARRAY                          \
                                     ? ASYNC__EXPECTS_BOX(type)                                    \
                                     : ASYNC__EXPECTS_ANY,                                         \
                      .of = &async__declared_##element)
#define ASYNC__STATIC_MADE_DESCRIPTOR(type, element, sort_, references_) \
    static __attribute__((unused)) ASYNC__MADE_DESCRIPTOR(type, element, sort_, references_)

/**
 * The value of C data of a declared type, as async_value_of() gives that of the types that C itself
 * knows: `async_yield(async_value_as(point, origin))`, `async_value_as(async_array(int), numbers)`.
 * @return a view of a copy that lives until the end of the block that this stands in; what the data
 * refers to is as async_value_of() has it: memory is viewed, the references to objects are taken.
 * Of what is borrowed, as a loop variable is: `async_value_retain(async_value_as(point, each))`.
 */
#define async_value_as(type, ...) async__value_as(type, async__declared_, __VA_ARGS__)
#define async__value_as(type, descriptor, ...)                       \
    async__unbox(&(struct {                                          \
                      async__box head;                               \
                      type data;                                     \
                  }){{&async__paste(descriptor, type)}, __VA_ARGS__} \
                      .head)

/**
 * The value of an array: `async_array_value(double, samples, 3)`.
 * @param type of its items. @param first the first of them, borrowed: the value is a view of them.
 * @param length how many there are.
 */
#define async_array_value(type, first, length) \
    async_value_as(async_array(type), {.items = (first), .count = (length)})

/**
 * Reads a value as a declared type: `async_try(async_value_into(point, &value, &origin));`.
 * @param type the declared type. @param value a variable, whose holder keeps it: a value of
 * JavaScript in it gives way to what it is as that type. @param result where the data goes: what
 * that refers to is borrowed from the value.
 * @return OK; TypeError, which names the field, for a value of another type; OverflowError;
 * MemoryError.
 */
#define async_value_into(type, value, result) async__paste(async__to_, type)(value, result)

async_value async__unbox(async__box *box);
async_status async__read(const async__declared *type, async_value *value,
                         void *data) ASYNC_MUST_CHECK;
async_status async__to_async_js_value(async_value *value, async_js_value *result) ASYNC_MUST_CHECK;
async_status async__to_async_js_function(async_value *value,
                                         async_js_function *result) ASYNC_MUST_CHECK;

/* What is made of the types is for the macros, which are C's alone. */
#ifndef __cplusplus

#define ASYNC__DECLARE_MADE(type, element, sort_, references_) \
    extern const async__declared async__declared_##type;       \
    ASYNC__TYPE_CONVERSION(type)
#define ASYNC__DECLARE_BASIC(type, kind, refers, references)  \
    ASYNC__TYPE_CONSTANTS(type, 0, ASYNC__REFERS_TO_##refers) \
    extern const async__declared async__declared_##type;      \
    ASYNC__MADE_TYPES(type)                                   \
    ASYNC__EACH_MADE(ASYNC__DECLARE_MADE, type)
ASYNC__BASIC_TYPES(ASYNC__DECLARE_BASIC)

/* Where bool is a keyword, it is not replaced by _Bool. */
#define async__refers_bool async__refers__Bool
#define async__no_type_and_no_ASYNC_RECORD_bool async__no_type_and_no_ASYNC_RECORD__Bool
#define async__declared_bool async__declared__Bool
#define async__to_bool async__to__Bool
/** async_array(bool). */
#define async_array_of_bool async_array_of__Bool
/** async_optional(bool). */
#define async_optional_of_bool async_optional_of__Bool
/** async_array(async_array(bool)). */
#define async_array_of_async_array_of_bool async_array_of_async_array_of__Bool
/** async_optional(async_array(bool)). */
#define async_optional_of_async_array_of_bool async_optional_of_async_array_of__Bool

#endif

ASYNC__C_END

#endif

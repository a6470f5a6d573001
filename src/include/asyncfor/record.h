/**
 * @file record.h
 * Records: structs that cross between C and JavaScript as plain objects.
 *
 *     ASYNC_DOC(point, "A place on the map.");
 *     ASYNC_RECORD(point, (double, x), (double, y), (async_optional(async_string), label));
 *
 *     ASYNC_GENERATOR(points, point, (point, origin), (int, count))
 *     {
 *         for (int i = 0; i < args->count; i++)
 *             async_try(async_yield(async_record(point, .x = args->origin.x + i)));
 *         return ASYNC_OK;
 *     }
 *
 * To JavaScript `points({ x: 1, y: 2 }, 3)` gives objects `{ x, y, label }`; `max_length` in C is
 * `maxLength` there, as everywhere. All objects of a record have the same shape, and each field is
 * an own property. An object that JavaScript passes is read once, field by field: a field of
 * another type is a TypeError that names it; what else the object has is ignored.
 */
#ifndef ASYNCFOR_RECORD_H
#define ASYNCFOR_RECORD_H

#include <asyncfor/define.h>

/**
 * Defines a record: the type `name`, a struct with these fields, each `(type, name)`, in their
 * order. It may be of any type of type.h, another record among them. It is a type itself: of
 * parameters, items, results and fields, in async_array() and async_optional(), and of loop
 * variables. A definition may stand in a header: records of the same name, fields and types are the
 * same.
 */
#define ASYNC_RECORD(name, ...)                                                              \
    typedef struct name {                                                                    \
        ASYNC__EACH(ASYNC__FIELD, name, ##__VA_ARGS__)                                       \
    } name;                                                                                  \
    ASYNC__EACH(ASYNC__CHECK_PARAMETER, name, ##__VA_ARGS__)                                 \
    ASYNC__EACH(ASYNC__CHECK_FIELD, name, ##__VA_ARGS__)                                     \
    ASYNC__TYPE_CONSTANTS(name, 0, 0 ASYNC__EACH(ASYNC__FIELD_REFERS, name, ##__VA_ARGS__))  \
    static const char *const name##__documentation;                                          \
    static __attribute__((unused)) const async__field name##__fields[] = {                   \
        ASYNC__EACH(ASYNC__RECORD_FIELD, name, ##__VA_ARGS__){0}};                           \
    static __attribute__((unused))                                                           \
    ASYNC__DESCRIPTOR(name, ASYNC__SORT_RECORD, .expects = ASYNC__EXPECTS_BOX(name),         \
                      .references = async__refers_##name ? &async__record_references : NULL, \
                      .field_count = sizeof name##__fields / sizeof(async__field) - 1,       \
                      .fields = name##__fields, .documentation = &name##__documentation)     \
        ASYNC__TYPE_CONVERSION(name) ASYNC__LOOP_STEP_AS(name, , , ) ASYNC__MADE_TYPES(name) \
            ASYNC__EACH_MADE(ASYNC__STATIC_MADE_DESCRIPTOR, name)                            \
                ASYNC__EACH_MADE(ASYNC__MADE_CONVERSION, name)                               \
                    ASYNC__EACH_MADE(ASYNC__LOOP_STEP_AS, name) struct name

#define ASYNC__MADE_CONVERSION(type, element, sort_, references_) ASYNC__TYPE_CONVERSION(type)

/* What each field becomes, by its tuple. */
#define ASYNC__CHECK_FIELD(name, tuple)                                                    \
    _Static_assert(ASYNC__HAS_DEFAULT_OF tuple == 0, #name ": a field of a record has no " \
                                                           "default");
#define ASYNC__HAS_DEFAULT_OF(type, field, ...) ASYNC__SOME(__VA_ARGS__)
#define ASYNC__FIELD_REFERS(name, tuple) ASYNC__FIELD_REFERS_OF tuple
#define ASYNC__FIELD_REFERS_OF(type, field, ...) | (int)async__refers_##type
#define ASYNC__RECORD_FIELD(name, tuple) ASYNC__RECORD_FIELD_IN(name, ASYNC__PARAMETER_OF tuple)
#define ASYNC__RECORD_FIELD_IN(...) ASYNC__RECORD_FIELD_ROW(__VA_ARGS__)
#define ASYNC__RECORD_FIELD_ROW(owner, declared, field, text, optional) \
    {text, declared, offsetof(struct owner, field), optional},

/**
 * The value of a record that is made here: `async_yield(async_record(point, .x = 1, .y = 2))`.
 * Fields that are not named are zero, or not given. Text is `async_text("…")`. As async_value_as()
 * otherwise, which takes the record from a variable.
 */
#define async_record(type, ...) ASYNC__WHOLE_FIELDS(async_value_as(type, {__VA_ARGS__}))

/* Text in quotes would initialize nothing but the first member of an async_string. */
#ifdef __clang__
#define ASYNC__WHOLE_FIELDS(expression)                                                     \
    _Pragma("clang diagnostic push") _Pragma("clang diagnostic error \"-Wmissing-braces\"") \
        expression _Pragma("clang diagnostic pop")
#else
#define ASYNC__WHOLE_FIELDS(expression) expression
#endif

#endif

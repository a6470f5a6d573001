/**
 * @file define.h
 * The macros that define asynchronous generators, functions and classes, and create them.
 *
 * The parameter list is the only declaration of the parameters. Each is `(type, name)` or
 * `(type, name, default)`; the types are bool, int, int64_t, double, async_string, async_bytes,
 * async_iterable and async_value. From the list come the struct behind `args`, the call with
 * named arguments, the check of what JavaScript passes, and the line in the `.d.ts`.
 */
#ifndef ASYNCFOR_DEFINE_H
#define ASYNCFOR_DEFINE_H

#include <asyncfor/each.h>
#include <asyncfor/for.h>

/* A declared type of a parameter or an item. */
typedef enum async__declared_type {
    ASYNC__TYPE__Bool,
    ASYNC__TYPE_int,
    ASYNC__TYPE_int64_t,
    ASYNC__TYPE_double,
    ASYNC__TYPE_async_string,
    ASYNC__TYPE_async_bytes,
    ASYNC__TYPE_async_iterable,
    ASYNC__TYPE_async_value
} async__declared_type;
#define ASYNC__TYPE_bool ASYNC__TYPE__Bool

typedef struct async__parameter {
    const char *name;
    uint16_t type; /* An async__declared_type. */
    uint16_t offset;
    uint32_t optional;
} async__parameter;

typedef enum async__definition_kind {
    ASYNC__GENERATOR,
    ASYNC__FUNCTION,
    ASYNC__CLASS
} async__definition_kind;

/* What only a class has. */
typedef struct async__class {
    async_type type;
    const struct async_definition *definition;
    uint32_t arguments_offset;
    uint32_t self_offset;
    uint32_t size;
    async_status (*const *init)(void *self, const void *args);
    void (*const *drop)(void *self, const void *args);
    async_status (*const *close)(async_coroutine *here, void *self, const void *args);
} async__class;

/* What a defining macro leaves behind: all that the runtime and the bindings know of it. */
typedef struct async_definition {
    const char *name;
    uint16_t kind; /* An async__definition_kind. */
    uint16_t item; /* An async__declared_type. */
    uint32_t parameter_count;
    const async__parameter *parameters;
    const void *defaults;
    uint32_t arguments_size;
    const uint32_t *stack_size; /* 0 there: the default. */
    const char *const *documentation;
    async_status (*body)(async_coroutine *here, const void *args);
    const async__class *class_;
} async_definition;

/** The stack of a coroutine that declares none, in bytes. */
#define ASYNC_DEFAULT_STACK_SIZE 16384

/* Code that the compiler did not optimise keeps all its variables on the stack. */
#ifdef __OPTIMIZE__
#define ASYNC__STACK_FACTOR 1
#else
#define ASYNC__STACK_FACTOR 4
#endif

/**
 * Declares the stack of each coroutine of `name`, in bytes: its C stack and the room to save its
 * frames while it is suspended. Four times as much is taken where the compiler does not optimise.
 */
#define ASYNC_STACK(name, bytes) \
    static const uint32_t name##__stack_size = (bytes)*ASYNC__STACK_FACTOR

/** The text that describes `name` to JavaScript's and TypeScript's users. */
#define ASYNC_DOC(name, text) static const char *const name##__documentation = text

/**
 * Defines an asynchronous generator (PEP 525): a body follows, with `args` in sight, that
 * returns an async_status.
 *
 *     ASYNC_GENERATOR(countdown, int, (int, from), (double, delay, 0.1)) { … }
 */
#define ASYNC_GENERATOR(name, item, ...) \
    ASYNC__DEFINE_BODY(name, ASYNC__GENERATOR, item, ##__VA_ARGS__)

/**
 * Defines an asynchronous function (PEP 492), which ends with `return async_return(result);` or
 * `return ASYNC_OK;` for none.
 */
#define ASYNC_FUNCTION(name, result, ...) \
    ASYNC__DEFINE_BODY(name, ASYNC__FUNCTION, result, ##__VA_ARGS__)

/**
 * Defines a class whose instances are iterated over: the struct behind `self` follows, then
 * either ASYNC_ANEXT or ASYNC_AITER, and before that, if wanted, ASYNC_INIT, ASYNC_DROP and
 * ASYNC_CLOSE. A new `self` is filled with zeros.
 *
 *     ASYNC_CLASS(AsyncCounter, int, (int, limit)) { int current; };
 */
#define ASYNC_CLASS(name, item, ...)                                                     \
    struct name;                                                                         \
    ASYNC__DECLARE(name, item, ##__VA_ARGS__)                                            \
    static async_status (*const name##__init)(void *, const void *);                     \
    static void (*const name##__drop)(void *, const void *);                             \
    static async_status (*const name##__close)(async_coroutine *, void *, const void *); \
    struct name

/** `__init__`: the body prepares `self`; a failure is raised where the instance is created. */
#define ASYNC_INIT(name)                                                                 \
    static async_status name##__init_body(struct name *self,                             \
                                          const struct name##__arguments *args);         \
    static async_status name##__init_slot(void *self, const void *args)                  \
    {                                                                                    \
        return name##__init_body(self, args);                                            \
    }                                                                                    \
    static async_status (*const name##__init)(void *, const void *) = name##__init_slot; \
    static async_status name##__init_body(struct name *self __attribute__((unused)),     \
                                          const struct name##__arguments *args           \
                                          __attribute__((unused)))

/** The body frees what `self` holds. It runs once, when the last reference goes; no awaits. */
#define ASYNC_DROP(name)                                                                    \
    static void name##__drop_body(struct name *self, const struct name##__arguments *args); \
    static void name##__drop_slot(void *self, const void *args)                             \
    {                                                                                       \
        name##__drop_body(self, args);                                                      \
    }                                                                                       \
    static void (*const name##__drop)(void *, const void *) = name##__drop_slot;            \
    static void name##__drop_body(struct name *self __attribute__((unused)),                \
                                  const struct name##__arguments *args __attribute__((unused)))

/** What a loop awaits that leaves an instance early. May await. */
#define ASYNC_CLOSE(name)                                                                          \
    static async_status name##__close_body(async_scope, struct name *self,                         \
                                           const struct name##__arguments *args);                  \
    static async_status name##__close_slot(async_coroutine *here, void *self, const void *args)    \
    {                                                                                              \
        return name##__close_body(here, self, args);                                               \
    }                                                                                              \
    static async_status (*const name##__close)(async_coroutine *, void *, const void *) =          \
        name##__close_slot;                                                                        \
    static async_status name##__close_body(async_scope, struct name *self __attribute__((unused)), \
                                           const struct name##__arguments *args                    \
                                           __attribute__((unused)))

/**
 * `__anext__`: the body gives one item by `return async_item(…);` or ends the iteration by
 * `return ASYNC_STOP;`. May await. Instances are their own iterators.
 */
#define ASYNC_ANEXT(name)                                                                          \
    ASYNC__DEFINE_INSTANCE(name)                                                                   \
    static async_status name##__anext_body(async_scope, struct name *self,                         \
                                           const struct name##__arguments *args);                  \
    static async_status name##__anext_slot(async_coroutine *here, async_object *object,            \
                                           async_value *item)                                      \
    {                                                                                              \
        struct name##__instance *instance = (struct name##__instance *)(void *)object;             \
        bool yields = async__forbid_yield(here);                                                   \
        async_status status = name##__anext_body(here, &instance->self, &instance->arguments);     \
        here->yields = yields;                                                                     \
        return async__take_item(here, status, item);                                               \
    }                                                                                              \
    ASYNC__DEFINE_CLASS(name, .aiter = async__aiter_self, .anext = name##__anext_slot,             \
                        .close = async__close_instance)                                            \
    static async_status name##__anext_body(async_scope, struct name *self __attribute__((unused)), \
                                           const struct name##__arguments *args                    \
                                           __attribute__((unused)))

/**
 * `__aiter__`: the body gives each loop an iterator of its own by `*iterator = …;`, new, and
 * returns ASYNC_OK. No awaits.
 */
#define ASYNC_AITER(name)                                                                  \
    ASYNC__DEFINE_INSTANCE(name)                                                           \
    static async_status name##__aiter_body(                                                \
        struct name *self, const struct name##__arguments *args, async_object **iterator); \
    static async_status name##__aiter_slot(async_object *object, async_object **iterator)  \
    {                                                                                      \
        struct name##__instance *instance = (struct name##__instance *)(void *)object;     \
        return name##__aiter_body(&instance->self, &instance->arguments, iterator);        \
    }                                                                                      \
    ASYNC__DEFINE_CLASS(name, .aiter = name##__aiter_slot)                                 \
    static async_status name##__aiter_body(                                                \
        struct name *self __attribute__((unused)),                                         \
        const struct name##__arguments *args __attribute__((unused)), async_object **iterator)

/**
 * Creates a generator, a coroutine or an instance, with named arguments:
 *
 *     async_new(countdown, .from = 3, .delay = 0.5)
 *
 * Nothing of a body runs yet. Strings and bytes are copied; of an object the reference is taken.
 * A parameter without a default must be given.
 * @return new, as an async_owned: async_for and async_run take it over; `.object` is the
 * reference itself, `.status` tells why it is NULL: MemoryError, or what ASYNC_INIT raised.
 */
#define async_new(name, ...) \
    async__new_named(name, async__paste(async__arguments_, __COUNTER__) __VA_OPT__(, ) __VA_ARGS__)

#define async__new_named(name, arguments, ...)                              \
    __extension__({                                                         \
        _Static_assert(ASYNC__COUNT(__VA_ARGS__) >= name##__required,       \
                       #name ": an argument without a default is missing"); \
        struct name##__arguments arguments = name##__defaults;              \
        ASYNC__EACH(ASYNC__ASSIGN, arguments, ##__VA_ARGS__)                \
        async__new(&async__definition_##name, &arguments);                  \
    })

/** Exports definitions to JavaScript: `ASYNC_MODULE(countdown, AsyncCounter, total)`, once. */
#define ASYNC_MODULE(...)                                                                          \
    ASYNC__EACH(ASYNC__EXTERN, _, ##__VA_ARGS__)                                                   \
    const char *const async__module_face = &async__face;                                           \
    const async_definition *const async__module[] = {ASYNC__EACH(ASYNC__ADDRESS, _, ##__VA_ARGS__) \
                                                         NULL}

extern const char async__face;
extern const char *const async__module_face;
extern const async_definition *const async__module[];

/* Methods of a class run on their caller's coroutine, which may be a generator's. */
static inline bool async__forbid_yield(async_coroutine *here)
{
    bool yields = here->yields;
    here->yields = false;
    return yields;
}

async_owned async__new(const async_definition *definition, const void *given);
async_status async__aiter_self(async_object *object, async_object **iterator) ASYNC_MUST_CHECK;
async_status async__take_item(async_coroutine *here, async_status status,
                              async_value *item) ASYNC_MUST_CHECK;
void async__drop_instance(async_object *object);
async_status async__close_instance(async_coroutine *here, async_object *object) ASYNC_MUST_CHECK;

/* The struct behind `args`, its defaults, and the table of the parameters. */
#define ASYNC__DECLARE(name, item, ...)                                         \
    struct name##__arguments {                                                  \
        ASYNC__EACH(ASYNC__FIELD, name, ##__VA_ARGS__)                          \
    };                                                                          \
    enum {                                                                      \
        name##__required = 0 ASYNC__EACH(ASYNC__REQUIRED, name, ##__VA_ARGS__), \
        name##__item = ASYNC__TYPE_##item                                       \
    };                                                                          \
    static const struct name##__arguments name##__defaults = {                  \
        ASYNC__EACH(ASYNC__DEFAULT, name, ##__VA_ARGS__)};                      \
    static const async__parameter name##__parameters[] = {                      \
        ASYNC__EACH(ASYNC__PARAMETER, name, ##__VA_ARGS__){0}};                 \
    static const uint32_t name##__stack_size;                                   \
    static const char *const name##__documentation;                             \
    extern const async_definition async__definition_##name;

#define ASYNC__DEFINITION(defined_name, definition_kind, ...)                                \
    const async_definition async__definition_##defined_name = {                              \
        .name = #defined_name,                                                               \
        .kind = (definition_kind),                                                           \
        .item = defined_name##__item,                                                        \
        .parameter_count = sizeof defined_name##__parameters / sizeof(async__parameter) - 1, \
        .parameters = defined_name##__parameters,                                            \
        .defaults = &defined_name##__defaults,                                               \
        .arguments_size = sizeof(struct defined_name##__arguments),                          \
        .stack_size = &defined_name##__stack_size,                                           \
        .documentation = &defined_name##__documentation,                                     \
        __VA_ARGS__};

#define ASYNC__DEFINE_BODY(name, definition_kind, item, ...)                             \
    ASYNC__DECLARE(name, item, ##__VA_ARGS__)                                            \
    static async_status name##__body(async_scope, const struct name##__arguments *args); \
    static async_status name##__run(async_coroutine *here, const void *args)             \
    {                                                                                    \
        return name##__body(here, args);                                                 \
    }                                                                                    \
    ASYNC__DEFINITION(name, definition_kind, .body = name##__run)                        \
    static async_status name##__body(async_scope,                                        \
                                     const struct name##__arguments *args __attribute__((unused)))

#define ASYNC__DEFINE_INSTANCE(name)        \
    struct name##__instance {               \
        async_object object;                \
        struct name##__arguments arguments; \
        struct name self;                   \
    };

#define ASYNC__DEFINE_CLASS(class_name, ...)                                      \
    static const async__class class_name##__class = {                             \
        .type = {.name = #class_name, .drop = async__drop_instance, __VA_ARGS__}, \
        .definition = &async__definition_##class_name,                            \
        .arguments_offset = offsetof(struct class_name##__instance, arguments),   \
        .self_offset = offsetof(struct class_name##__instance, self),             \
        .size = sizeof(struct class_name##__instance),                            \
        .init = &class_name##__init,                                              \
        .drop = &class_name##__drop,                                              \
        .close = &class_name##__close};                                           \
    ASYNC__DEFINITION(class_name, ASYNC__CLASS, .class_ = &class_name##__class)

/* What each parameter becomes, by its tuple. */
#define ASYNC__FIELD(name, tuple) ASYNC__FIELD_OF tuple
#define ASYNC__FIELD_OF(type, field, ...) type field;
#define ASYNC__REQUIRED(name, tuple) ASYNC__REQUIRED_OF tuple
#define ASYNC__REQUIRED_OF(type, field, ...) +(ASYNC__COUNT(__VA_ARGS__) == 0)
#define ASYNC__DEFAULT(name, tuple) ASYNC__DEFAULT_OF tuple
#define ASYNC__DEFAULT_OF(type, field, ...) \
    async__paste(ASYNC__DEFAULT_, ASYNC__COUNT(__VA_ARGS__))(type, field, ##__VA_ARGS__)
#define ASYNC__DEFAULT_0(type, field)
#define ASYNC__DEFAULT_1(type, field, value) .field = ASYNC__LITERAL_##type(value),
#define ASYNC__PARAMETER(name, tuple) ASYNC__PARAMETER_IN(name, ASYNC__PARAMETER_OF tuple)
#define ASYNC__PARAMETER_OF(type, field, ...) \
    ASYNC__TYPE_##type, field, #field, ASYNC__COUNT(__VA_ARGS__)
#define ASYNC__PARAMETER_IN(...) ASYNC__PARAMETER_ROW(__VA_ARGS__)
#define ASYNC__PARAMETER_ROW(owner, declared, field, text, has_default) \
    {text, declared, offsetof(struct owner##__arguments, field), has_default},
#define ASYNC__ASSIGN(arguments, assignment) arguments assignment;
#define ASYNC__EXTERN(name, definition) \
    extern const async_definition async__definition_##definition;
#define ASYNC__ADDRESS(name, definition) &async__definition_##definition,

/* A default as the initializer of its field. */
/* clang-format off */
#define ASYNC__LITERAL__Bool(value) value
#define ASYNC__LITERAL_bool(value) value
#define ASYNC__LITERAL_int(value) value
#define ASYNC__LITERAL_int64_t(value) value
#define ASYNC__LITERAL_double(value) value
#define ASYNC__LITERAL_async_string(value) {value, sizeof(value) - 1}
#define ASYNC__LITERAL_async_bytes(value) {(const uint8_t *)(value), sizeof(value) - 1}
/* clang-format on */

#endif

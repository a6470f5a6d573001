/**
 * @file define.h
 * The macros that define asynchronous generators, functions and classes, and create them.
 *
 * The parameter list is the only declaration of the parameters, of which there are up to 64. Each
 * is
 * `(type, name)` or `(type, name, default)`; the types are those of type.h and the records that are
 * defined before (record.h). From the list come the struct behind `args`, the call with named
 * arguments, the check of what JavaScript passes, and the line in the `.d.mts`.
 *
 * A default is text in quotes for a string or bytes, a constant for a number, and what may stand
 * behind `=` for all else: `(point, origin, {.x = 1})`. A parameter with one, and an optional, may
 * be left out: to JavaScript it is a property of one options object. So `signal` is no name for
 * one, and `options` is no name for any other: JavaScript has these for itself.
 *
 * The type of the items, or of the result, converts between C's truth values, integers and doubles
 * what is yielded or returned: `async_return(3 < 4)`, an int in C, is `true` where it is bool.
 */
#ifndef ASYNCFOR_DEFINE_H
#define ASYNCFOR_DEFINE_H

#include <asyncfor/each.h>
#include <asyncfor/for.h>
#include <asyncfor/parameter.h>

ASYNC__C_BEGIN

typedef enum async__definition_sort {
    ASYNC__GENERATOR,
    ASYNC__FUNCTION,
    ASYNC__CLASS,
    ASYNC__SYNC_GENERATOR
} async__definition_sort;

/* A method that a class has, or, all zeros, has not. */
typedef struct async__method {
    void (*function)(void); /* A slot of async_type. */
    uint32_t self_size;     /* Of the struct behind `self`. */
} async__method;

/* The methods that a class may have, each by the name of its slot. */
#define ASYNC__METHODS(each, name)                                                             \
    each(name, init) each(name, drop) each(name, name_of) each(name, iter) each(name, next)    \
        each(name, aiter) each(name, anext) each(name, anext_awaitable) each(name, asend)      \
            each(name, athrow) each(name, aclose) each(name, await) each(name, await_iterator) \
                each(name, aenter) each(name, aexit)
#define ASYNC__METHOD_INDEX(name, slot) ASYNC__METHOD_##slot,
typedef enum async__method_index { ASYNC__METHODS(ASYNC__METHOD_INDEX, _) } async__method_index;

/* What only a class has. */
typedef struct async__class {
    async_type type; /* Its slots are filled in when the first instance is created. */
    const struct async_definition *definition;
    const async__method *const *methods; /* By async__method_index. */
    uint32_t arguments_offset;
    uint32_t self_offset;
    uint32_t size; /* Of an instance; 0 until the first is created. */
} async__class;

/* What is being created. */
typedef struct async__created {
    async_object *object; /* Owned; NULL: no memory. */
    void *arguments;      /* Where its arguments go, ... */
    char *text;           /* ... and the memory that they refer to. */
} async__created;

/* How what is defined is created. Each kind has a table of its own, so that a module is linked with
 * those alone that it defines. */
typedef struct async__creation {
    /* An object without its arguments. @param text_size bytes of the memory that they refer to. */
    async__created (*create)(const struct async_definition *definition, size_t text_size);
    /* What follows when it has them, or NULL. */
    async_status (*init)(const struct async_definition *definition, const async__created *created);
    /* The generator over it that JavaScript drives, or NULL: it is one itself. @param object taken.
     * @return new; NULL: no memory. */
    async_object *(*iterate)(const struct async_definition *definition, async_object *object);
} async__creation;

extern const async__creation async__creation_of_ASYNC__GENERATOR;
extern const async__creation async__creation_of_ASYNC__FUNCTION;
extern const async__creation async__creation_of_ASYNC__CLASS;
extern const async__creation async__creation_of_ASYNC__SYNC_GENERATOR;
extern const async__creation async__creation_of_expression;

/* What a defining macro leaves behind: all that the runtime and the bindings know of it. */
typedef struct async_definition {
    const char *name;
    uint32_t kind;               /* An async__definition_sort. */
    const async__declared *item; /* Of a function: its result. */
    uint32_t parameter_count;
    const async__field *parameters;
    const void *defaults;
    uint32_t arguments_size;
    const uint32_t *stack_size; /* 0 there: the default. */
    const char *const *documentation;
    async_status (*body)(async__suspends(here), const void *args);
    const async__creation *creation;
    async__class *class_;
    const uint32_t *ahead; /* How far JavaScript may have it run ahead, in items. */
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

/** The most items that ASYNC_AHEAD can declare. */
#define ASYNC__MOST_AHEAD 64

/**
 * Lets the generator `name` run ahead of JavaScript, by so many items, at most 64: a call that asks
 * for one brings those that follow and are numbers, too, as long as the body does not wait; it is
 * suspended only at the last of them. For bodies of which nobody can tell how far they are: those
 * of ECMA-262 and PEP 525 run when they are asked. What was had and is not asked for is lost when
 * the iteration ends early, which the body is told at the yield that it has come to.
 */
#define ASYNC_AHEAD(name, items)                                                                 \
    _Static_assert((items) >= 1 && (items) <= ASYNC__MOST_AHEAD, #name ": 1 to 64 items ahead"); \
    static const char *const name##__runs_ahead __attribute__((used)) = &async__ahead;           \
    static const uint32_t name##__ahead = (items)
extern const char async__ahead;

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
 * Defines a class: the struct behind `self` follows, and then its methods, in any order. A new
 * `self` is filled with zeros. In the body of each method `self` and `args` are in sight.
 *
 *     ASYNC_CLASS(AsyncCounter, int, (int, limit)) { int current; };
 *     ASYNC_ANEXT(AsyncCounter) { … }
 *
 * Iterators have ASYNC_ANEXT, and may have ASYNC_ACLOSE; iterables have ASYNC_AITER; awaitables
 * ASYNC_AWAIT; context managers ASYNC_AENTER and ASYNC_AEXIT. A class with ASYNC_ASEND and
 * ASYNC_ATHROW gets anext and aclose made of these (collections.abc.AsyncGenerator).
 */
#define ASYNC_CLASS(class_name, item, ...)                                                         \
    struct class_name;                                                                             \
    ASYNC__DECLARE(class_name, item, ##__VA_ARGS__)                                                \
    struct class_name##__head {                                                                    \
        async_object object;                                                                       \
        struct class_name##__arguments arguments;                                                  \
    };                                                                                             \
    enum {                                                                                         \
        class_name##__arguments_offset = offsetof(struct class_name##__head, arguments),           \
        class_name##__self_offset =                                                                \
            (sizeof(struct class_name##__head) + ASYNC__SELF_ALIGNMENT - 1) /                      \
            ASYNC__SELF_ALIGNMENT * ASYNC__SELF_ALIGNMENT                                          \
    };                                                                                             \
    ASYNC__METHODS(ASYNC__DECLARE_METHOD, class_name)                                              \
    static const async__method *const class_name##__methods[] = {                                  \
        ASYNC__METHODS(ASYNC__ADDRESS_OF_METHOD, class_name)};                                     \
    static async__class class_name##__class = {.type = {.name = #class_name},                      \
                                               .definition = &async__definition_##class_name,      \
                                               .methods = class_name##__methods,                   \
                                               .arguments_offset = class_name##__arguments_offset, \
                                               .self_offset = class_name##__self_offset};          \
    ASYNC__DEFINITION(class_name, ASYNC__CLASS, item, .class_ = &class_name##__class)              \
    struct class_name

/** `__init__`: the body prepares `self`; a failure is raised where the instance is created. No
 * awaits. */
#define ASYNC_INIT(name) ASYNC__PLAIN(name, async_status, init, return )

/** Frees what `self` holds, once nobody refers to the instance. No awaits; returns nothing. */
#define ASYNC_DROP(name) ASYNC__PLAIN(name, void, drop, )

/** The name of this very instance's type, where one class stands for many: the body returns it, as
 * text that lives as long as the instance. No awaits. */
#define ASYNC_TYPE_NAME(name)                                                                \
    static const char *name##__name_of_body(const struct name *self __attribute__((unused)), \
                                            const struct name##__arguments *args             \
                                            __attribute__((unused)));                        \
    static const char *name##__name_of_slot(const async_object *object)                      \
    {                                                                                        \
        return name##__name_of_body(ASYNC__SELF(name, object), ASYNC__ARGS(name, object));   \
    }                                                                                        \
    ASYNC__METHOD(name, name_of)                                                             \
    static const char *name##__name_of_body(const struct name *self __attribute__((unused)), \
                                            const struct name##__arguments *args             \
                                            __attribute__((unused)))

/** `__iter__`: the body gives each loop an iterator by `*iterator = …;`, new. No awaits. */
#define ASYNC_ITER(name) ASYNC__GIVES(name, iter, async_object *, iterator)

/** `__next__`: the body gives the item by `*item = …;`, new, or returns ASYNC_STOP. No awaits. A
 * class that has no ASYNC_ITER is its own iterator. */
#define ASYNC_NEXT(name) ASYNC__GIVES(name, next, async_value, item)

/**
 * `__aiter__`: the body gives each loop an iterator of its own by `*iterator = …;`, new, and
 * returns ASYNC_OK. No awaits.
 */
#define ASYNC_AITER(name) ASYNC__GIVES(name, aiter, async_object *, iterator)

/**
 * `async def __anext__`: the body gives the item of this step by `return async_item(…);` and ends
 * the iteration by `return ASYNC_STOP;`. It may await. A class that has no ASYNC_AITER is its own
 * iterator.
 */
#define ASYNC_ANEXT(name) ASYNC__AWAITED(name, anext, "__anext__")

/**
 * `__anext__` as a plain method: the body gives what is to be awaited for the item by
 * `*awaitable = …;`, new. No awaits.
 */
#define ASYNC_ANEXT_AWAITABLE(name) ASYNC__GIVES(name, anext_awaitable, async_value, awaitable)

/** `async def asend`: as ASYNC_ANEXT, with the async_value `value`, borrowed, in sight. */
#define ASYNC_ASEND(name) ASYNC__TAKES(name, asend, async_value, value, async_value_release)

/** `async def athrow`: as ASYNC_ANEXT, with the async_error `error`, borrowed, in sight. */
#define ASYNC_ATHROW(name) ASYNC__TAKES(name, athrow, async_error *, error, async_error_release)

/** `async def aclose`: what async_aclose() awaits, and a loop that leaves the instance early while
 * nobody else refers to it. */
#define ASYNC_ACLOSE(name)                                                               \
    ASYNC__AWAITED_BODY(name, aclose);                                                   \
    static async_status name##__aclose_slot(async__suspends(here), async_object *object) \
    {                                                                                    \
        async_value ignored;                                                             \
        async_status status = ASYNC__RUN_BODY(name, aclose);                             \
        status = async__take_item(here, status, #name ".aclose", &ignored);              \
        async_value_release(ignored);                                                    \
        return status;                                                                   \
    }                                                                                    \
    ASYNC__METHOD(name, aclose)                                                          \
    ASYNC__AWAITED_BODY(name, aclose)

/** `__await__`: the body awaits, and gives the result by `return async_return(…);`. */
#define ASYNC_AWAIT(name) ASYNC__AWAITED(name, await, "__await__")

/**
 * `__await__` as a plain method: the body gives an iterator by `*iterator = …;`, new. Each of its
 * items suspends whoever awaits: none gives way once, a future is waited for.
 */
#define ASYNC_AWAIT_ITERATOR(name) ASYNC__GIVES(name, await_iterator, async_value, iterator)

/** `async def __aenter__`: the body gives the value of the context by `return async_return(…);`. */
#define ASYNC_AENTER(name) ASYNC__AWAITED(name, aenter, "__aenter__")

/**
 * `async def __aexit__`: with `error`, borrowed, in sight: what leaves the block, or NULL. To end
 * it here the body says `return async_return(true);`.
 */
#define ASYNC_AEXIT(name)                                                               \
    ASYNC__TAKING_BODY(name, aexit, async_error *, error);                              \
    static async_status name##__aexit_slot(async__suspends(here), async_object *object, \
                                           async_error *error, bool *swallowed)         \
    {                                                                                   \
        async_value result;                                                             \
        async_status status = ASYNC__RUN_BODY(name, aexit, error);                      \
        status = async__take_item(here, status, #name ".__aexit__", &result);           \
        *swallowed = async__truth(&result);                                             \
        async_value_release(result);                                                    \
        return status;                                                                  \
    }                                                                                   \
    ASYNC__METHOD(name, aexit)                                                          \
    ASYNC__TAKING_BODY(name, aexit, async_error *, error)

/* The parts of a method: its body, the slot of async_type that calls it, and its place in the
 * table of the class. */
#define ASYNC__SELF_ALIGNMENT 16
#define ASYNC__SELF(name, object) ((struct name *)(void *)((char *)(object) + name##__self_offset))
#define ASYNC__ARGS(name, object) \
    ((const struct name##__arguments *)(const void *)((char *)(object) + name##__arguments_offset))
#define ASYNC__SELF_PARAMETERS(name)           \
    struct name *self __attribute__((unused)), \
        const struct name##__arguments *args __attribute__((unused))
#define ASYNC__METHOD(name, slot)                                                       \
    _Static_assert(_Alignof(struct name) <= ASYNC__SELF_ALIGNMENT,                      \
                   "struct " #name " is aligned to more than 16 bytes");                \
    static const async__method name##__##slot = {(void (*)(void))name##__##slot##_slot, \
                                                 sizeof(struct name)};
#define ASYNC__DECLARE_METHOD(name, slot) static const async__method name##__##slot;
#define ASYNC__ADDRESS_OF_METHOD(name, slot) &name##__##slot,

#define ASYNC__PLAIN(name, type, slot, return_)                                              \
    static type name##__##slot##_body(ASYNC__SELF_PARAMETERS(name));                         \
    static type name##__##slot##_slot(async_object *object)                                  \
    {                                                                                        \
        return_ name##__##slot##_body(ASYNC__SELF(name, object), ASYNC__ARGS(name, object)); \
    }                                                                                        \
    ASYNC__METHOD(name, slot)                                                                \
    static type name##__##slot##_body(ASYNC__SELF_PARAMETERS(name))

#define ASYNC__GIVES(name, slot, type, given)                                                      \
    static async_status name##__##slot##_body(ASYNC__SELF_PARAMETERS(name), type *given);          \
    static async_status name##__##slot##_slot(async_object *object, type *given)                   \
    {                                                                                              \
        return name##__##slot##_body(ASYNC__SELF(name, object), ASYNC__ARGS(name, object), given); \
    }                                                                                              \
    ASYNC__METHOD(name, slot)                                                                      \
    static async_status name##__##slot##_body(ASYNC__SELF_PARAMETERS(name), type *given)

/* Methods that may await run on their caller's coroutine, in which they must not yield. Those that
 * give an item convert it as a body does. */
#define ASYNC__RUN_BODY(name, slot, ...)                                                     \
    __extension__({                                                                          \
        async__entered async__caller =                                                       \
            async__enter_method(here, ASYNC__EXPECTS_##slot(async__definition_##name.item)); \
        async_status async__ended = name##__##slot##_body(                                   \
            here, ASYNC__SELF(name, object), ASYNC__ARGS(name, object), ##__VA_ARGS__);      \
        async__leave_method(here, async__caller);                                            \
        async__ended;                                                                        \
    })
#define ASYNC__EXPECTS_anext(item) (item)->expects
#define ASYNC__EXPECTS_asend(item) (item)->expects
#define ASYNC__EXPECTS_athrow(item) (item)->expects
#define ASYNC__EXPECTS_aclose(item) ASYNC__EXPECTS_ANY
#define ASYNC__EXPECTS_await(item) ASYNC__EXPECTS_ANY
#define ASYNC__EXPECTS_aenter(item) ASYNC__EXPECTS_ANY
#define ASYNC__EXPECTS_aexit(item) ASYNC__EXPECTS_ANY

#define ASYNC__AWAITED_BODY(name, slot) \
    static async_status name##__##slot##_body(async_scope, ASYNC__SELF_PARAMETERS(name))
#define ASYNC__AWAITED(name, slot, method)                                                 \
    ASYNC__AWAITED_BODY(name, slot);                                                       \
    static async_status name##__##slot##_slot(async__suspends(here), async_object *object, \
                                              async_value *result)                         \
    {                                                                                      \
        async_status status = ASYNC__RUN_BODY(name, slot);                                 \
        return async__take_item(here, status, #name "." method, result);                   \
    }                                                                                      \
    ASYNC__METHOD(name, slot)                                                              \
    ASYNC__AWAITED_BODY(name, slot)

#define ASYNC__TAKING_BODY(name, slot, type, taken)                                      \
    static async_status name##__##slot##_body(async_scope, ASYNC__SELF_PARAMETERS(name), \
                                              type taken __attribute__((unused)))
#define ASYNC__TAKES(name, slot, type, taken, release)                                     \
    ASYNC__TAKING_BODY(name, slot, type, taken);                                           \
    static async_status name##__##slot##_slot(async__suspends(here), async_object *object, \
                                              type taken, async_value *result)             \
    {                                                                                      \
        async_status status = ASYNC__RUN_BODY(name, slot, taken);                          \
        release(taken);                                                                    \
        return async__take_item(here, status, #name "." #slot, result);                    \
    }                                                                                      \
    ASYNC__METHOD(name, slot)                                                              \
    ASYNC__TAKING_BODY(name, slot, type, taken)

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
        ASYNC__MADE_HERE                                                    \
        async__new(&async__definition_##name, &arguments);                  \
    })

/* In a debug build each coroutine knows where it was made. */
#ifdef ASYNCFOR_DEBUG
#define ASYNC__MADE_HERE async__made_at = __FILE__ ":" ASYNC__TEXT(__LINE__);
#define ASYNC__TEXT(expanded) ASYNC__TEXT_OF(expanded)
#define ASYNC__TEXT_OF(token) #token
extern const char *async__made_at;
#else
#define ASYNC__MADE_HERE
#endif

/** Exports definitions to JavaScript: `ASYNC_MODULE(countdown, AsyncCounter, total)`, once. */
#define ASYNC_MODULE(...)                                                                          \
    ASYNC__EACH(ASYNC__EXTERN, _, ##__VA_ARGS__)                                                   \
    const char *const async__module_face = &async__face;                                           \
    const async_definition *const async__module[] = {ASYNC__EACH(ASYNC__ADDRESS, _, ##__VA_ARGS__) \
                                                         NULL}

extern const char async__face;
extern const char *const async__module_face;
extern const async_definition *const async__module[];

/* Methods of a class run on their caller's coroutine, which may be a generator's: what that expects
 * is set aside. */
typedef uint8_t async__entered;

static inline async__entered async__enter_method(async_coroutine *here, int expects)
{
    async__entered caller = here->expects;
    here->expects = (uint8_t)(expects | ASYNC__EXPECTS_NO_YIELD);
    return caller;
}

static inline void async__leave_method(async_coroutine *here, async__entered caller)
{
    here->expects = caller;
}

async_owned async__new(const async_definition *definition, const void *given) ASYNC_MUST_CHECK;
async_status async__aiter_self(async_object *object, async_object **iterator) ASYNC_MUST_CHECK;
async_status async__take_item(async_coroutine *here, async_status status, const char *method,
                              async_value *item) ASYNC_MUST_CHECK;

/* What is done with each argument of async_new(), and each name in a module. */
#define ASYNC__ASSIGN(arguments, assignment) arguments assignment;
#define ASYNC__EXTERN(name, definition) \
    extern const async_definition async__definition_##definition;
#define ASYNC__ADDRESS(name, definition) &async__definition_##definition,

/* The struct behind `args`, its defaults, and the table of the parameters. */
#define ASYNC__DECLARE(name, item, ...)                                              \
    struct name##__arguments {                                                       \
        ASYNC__EACH(ASYNC__FIELD, name, ##__VA_ARGS__)                               \
    };                                                                               \
    ASYNC__CHECK_TYPE(name, item, _item, "its item or its result")                   \
    ASYNC__EACH(ASYNC__CHECK_PARAMETER, name, ##__VA_ARGS__)                         \
    enum { name##__required = 0 ASYNC__EACH(ASYNC__REQUIRED, name, ##__VA_ARGS__) }; \
    static const struct name##__arguments name##__defaults = {                       \
        ASYNC__EACH(ASYNC__DEFAULT, name, ##__VA_ARGS__)};                           \
    static const async__field name##__parameters[] = {                               \
        ASYNC__EACH(ASYNC__PARAMETER, name, ##__VA_ARGS__){0}};                      \
    static const uint32_t name##__stack_size;                                        \
    static const uint32_t name##__ahead;                                             \
    static const char *const name##__documentation;                                  \
    extern const async_definition async__definition_##name;

#define ASYNC__DEFINITION(name, kind, item, ...) \
    ASYNC__DEFINITION_BY(name, kind, async__creation_of_##kind, item, __VA_ARGS__)

#define ASYNC__DEFINITION_BY(defined_name, definition_kind, created_by, item_type, ...)  \
    const async_definition async__definition_##defined_name = {                          \
        .name = #defined_name,                                                           \
        .kind = (definition_kind),                                                       \
        .item = &async__declared_##item_type,                                            \
        .parameter_count = sizeof defined_name##__parameters / sizeof(async__field) - 1, \
        .parameters = defined_name##__parameters,                                        \
        .defaults = &defined_name##__defaults,                                           \
        .arguments_size = sizeof(struct defined_name##__arguments),                      \
        .stack_size = &defined_name##__stack_size,                                       \
        .ahead = &defined_name##__ahead,                                                 \
        .documentation = &defined_name##__documentation,                                 \
        .creation = &created_by,                                                         \
        __VA_ARGS__};

#define ASYNC__DEFINE_BODY(name, definition_kind, item, ...)                             \
    ASYNC__DECLARE(name, item, ##__VA_ARGS__)                                            \
    static async_status name##__body(async_scope, const struct name##__arguments *args); \
    static async_status name##__run(async__suspends(here), const void *args)             \
    {                                                                                    \
        return name##__body(here, args);                                                 \
    }                                                                                    \
    ASYNC__DEFINITION(name, definition_kind, item, .body = name##__run)                  \
    static async_status name##__body(async_scope,                                        \
                                     const struct name##__arguments *args __attribute__((unused)))

ASYNC__C_END

#endif

/**
 * @file scope.h
 * What stands inside an asynchronous function: await, yield, return, sleep.
 *
 * Scope rule (PEP 492, PEP 525): these compile only where the hidden parameter of an
 * asynchronous function, or the visible one of a helper that declares `async_scope`, is in sight.
 */
#ifndef ASYNCFOR_SCOPE_H
#define ASYNCFOR_SCOPE_H

#include <asyncfor/object.h>

ASYNC__C_BEGIN

/** @cond internal */
/* What the inline functions below need of it. The runtime alone writes to these. */
struct async_coroutine {
    async_object object;
    async_value value;   /* Going out: what is yielded or returned. Coming in: what was awaited. */
    async_status status; /* Coming in: what the resumption raises. Going out: how the body ended. */
    struct async__raised *raised; /* Errors raised here that nobody has taken. */
    uint8_t state;                /* An async__state. */
    uint8_t expects;              /* The kind of what it yields or returns; see type.h, too. */
    bool apart;                   /* What runs was called by way of what cannot be suspended. */
};
/** @endcond */

typedef enum async__state {
    ASYNC__CREATED,
    ASYNC__RUNNING,
    ASYNC__AWAITING, /* Suspended in an await: something will wake it. */
    ASYNC__YIELDED,  /* Suspended in a yield: the next request resumes it. */
    ASYNC__ENDED
} async__state;

/**
 * The parameter of a helper that awaits or yields: its signature says that it may suspend
 * (PEP 492's `async def`). Whoever calls it gives it `async_here`:
 *
 *     static async_status twice(async_scope, int n) { … }
 *     async_try(twice(async_here, 3));
 */
#define async_scope async_coroutine *async_here __attribute__((unused))

/* The same in the body of a plain generator, which yields but does not await. */
typedef struct async__sync_here {
    async_coroutine coroutine;
} async__sync_here;

/** The parameter of a helper that yields, called by a plain generator, in the same way. */
#define async_sync_scope async__sync_here *async_here __attribute__((unused))

/** @cond internal */
/* Outside of these functions the name means this, which is of another type. */
void async_here(void);
/** @endcond */

#define ASYNC__HERE_IS(type) __builtin_types_compatible_p(__typeof__(async_here), type *)

/* The scope, where it is one; elsewhere it does not compile. An expression, and not one in braces,
 * so that compilers see whether the status of the call that it stands in is looked at. */
#define async__here_if(condition, what)                                  \
    ((void)sizeof(struct {                                               \
         _Static_assert(condition, "'" what "' outside async function"); \
         char unused;                                                    \
     }),                                                                 \
     (async_coroutine *)async_here)
#define async__here(what) async__here_if(ASYNC__HERE_IS(async_coroutine), what)
#define async__here_to_yield() \
    async__here_if(ASYNC__HERE_IS(async_coroutine) || ASYNC__HERE_IS(async__sync_here), "yield")

void async__suspend(async_coroutine *coroutine);
bool async__await_begin(async_coroutine *here, async_object *awaitable);
bool async__await_end(async_coroutine *here, async_value *result);
async_status async__await_whole(async_coroutine *here, async_object *awaitable,
                                async_value *result) ASYNC_MUST_CHECK;
async_status async__await_owned(async_coroutine *here, async_owned awaitable,
                                async_value *result) ASYNC_MUST_CHECK;
async_status async__await_no_object(async_value value) ASYNC_MUST_CHECK;
bool async__sleep_begin(async_coroutine *here, double seconds);
async_status async__sleep_whole(async_coroutine *here, double seconds) ASYNC_MUST_CHECK;
async_status async__return(async_coroutine *here, async_value value) ASYNC_MUST_CHECK;

async_status async__take_sent(async_coroutine *here, async_value *sent) ASYNC_MUST_CHECK;
async_status async__settle_item(async_coroutine *here) ASYNC_MUST_CHECK;
bool async__convert_item(async_coroutine *here);

/* Inline, so that a yield unwinds one frame less. */
static inline ASYNC_MUST_CHECK async_status async__yield(async_coroutine *here, async_value value)
{
    here->value = value;
    if (value.kind == ASYNC_OBJECT)
        async_try(async__settle_item(here));
    else if (value.kind != here->expects || value.holds)
        if (!async__convert_item(here))
            return here->status;
    here->state = ASYNC__YIELDED;
    async__suspend(here);
    return here->status;
}

/* Inline for the same reason, where what is awaited allows that. */
static inline ASYNC_MUST_CHECK async_status async__await(async_coroutine *here,
                                                         async_object *awaitable,
                                                         async_value *result)
{
    if (async__await_begin(here, awaitable)) {
        async__suspend(here);
        if (async__await_end(here, result))
            return (async_status){0};
    }
    return async__await_whole(here, awaitable, result);
}

static inline ASYNC_MUST_CHECK async_status async__await_value(async_coroutine *here,
                                                               async_value awaitable,
                                                               async_value *result)
{
    return awaitable.kind == ASYNC_OBJECT ? async__await(here, awaitable.object, result)
                                          : async__await_no_object(awaitable);
}

static inline ASYNC_MUST_CHECK async_status async__sleep(async_coroutine *here, double seconds)
{
    if (!async__sleep_begin(here, seconds))
        return async__sleep_whole(here, seconds);
    async__suspend(here);
    return here->status;
}

/**
 * Yields an item to whoever iterates (PEP 525). Text, strings and bytes are handed out as views
 * of your memory, which stays as it is until you are resumed; an object, and an async_value, is
 * taken. A promise of JavaScript, or what has `then` there, is awaited first, and yielded is what
 * it comes to (ECMA-262's AsyncGeneratorYield). The argument is one expression that
 * async_value_of() takes.
 * @return a status that must be passed on: an error when the consumer throws one in, GeneratorExit
 * when it closes the generator; RuntimeError in a body that is no generator's.
 */
#define async_yield(...) async__yield(async__here_to_yield(), async_value_of((__VA_ARGS__)))

/**
 * As async_yield(), and gives what the consumer has sent by asend(), or by JavaScript's next(value)
 * (PEP 342): `async_try(async_yield_sent(i, &sent));`.
 * @param item as for async_yield(). @param sent where it goes, new; none if nothing was sent.
 * @return as async_yield().
 */
#define async_yield_sent(item, sent) \
    async__yield_sent(async__here("yield"), async_value_of(item), sent)

static inline ASYNC_MUST_CHECK async_status async__yield_sent(async_coroutine *here,
                                                              async_value value, async_value *sent)
{
    *sent = async_none();
    async_try(async__yield(here, value));
    return async__take_sent(here, sent);
}

/**
 * Awaits a coroutine, a task, a future, a promise of JavaScript, or whatever has `__await__`
 * (PEP 492). Any other object of JavaScript comes to itself, as it does there.
 * @param awaitable an object or a value, borrowed; what async_new() and its like give is taken.
 * @param result where the outcome goes, new; NULL drops it.
 * @return OK, the error of what was awaited, or TypeError for what cannot be awaited.
 */
/* clang-format off */
#define async_await(awaitable, result)                                                             \
    _Generic((awaitable),                                                                          \
        async_value: async__await_value,                                                           \
        async_owned: async__await_owned,                                                           \
        default: async__await)(async__here("await"), awaitable, result)
/* clang-format on */

/**
 * Suspends the coroutine for a time, while others run (asyncio.sleep).
 * @param seconds 0 or less gives way once to everything that is ready.
 * @return OK; ValueError for a delay that is no number; CancelledError.
 */
#define async_sleep(seconds) async__sleep(async__here("await"), seconds)

/**
 * Ends an async function with a value: `return async_return(sum);`. In a generator the value
 * reaches JavaScript with `done`, as ECMA-262 has it. Text, strings and bytes are copied; of an
 * object it takes the reference. A promise that a generator returns is awaited, as one that it
 * yields.
 * @return OK or MemoryError.
 */
#define async_return(...) async__return(async__here("return"), async_value_of((__VA_ARGS__)))

/**
 * async_yield() for code that has no scope in sight: a callback of a C library, many frames down.
 * That it runs in a coroutine is checked when it is called.
 * @param item what to yield; an object is taken.
 * @return as async_yield(); RuntimeError where nothing can be suspended: outside of a coroutine, or
 * in a method that must not await.
 */
async_status async_yield_value(async_value item) ASYNC_MUST_CHECK;

/**
 * async_await() for code that has no scope in sight.
 * @param awaitable borrowed. @param result where the outcome goes, new; NULL drops it.
 * @return as async_await(); RuntimeError as of async_yield_value().
 */
async_status async_await_value(async_value awaitable, async_value *result) ASYNC_MUST_CHECK;

/**
 * async_sleep() for code that has no scope in sight.
 * @param seconds as for async_sleep(). @return as async_sleep(); RuntimeError as of
 * async_yield_value().
 */
async_status async_sleep_for(double seconds) ASYNC_MUST_CHECK;

/** Gives the item of this step of a class (PEP 492's `__anext__`): `return async_item(n);`. As
 * async_return() otherwise. */
#define async_item(...) async_return(__VA_ARGS__)

ASYNC__C_END

#endif

/**
 * @file object.h
 * Objects, their types, and the protocol's slots.
 */
#ifndef ASYNCFOR_OBJECT_H
#define ASYNCFOR_OBJECT_H

#include <asyncfor/value.h>

ASYNC__C_BEGIN

/** A coroutine: a body that runs on a stack of its own and can be suspended. */
typedef struct async_coroutine async_coroutine;

/*
 * The first parameter of a function that may suspend and is called through a pointer, and the
 * argument for it. In WebAssembly a call through a pointer reaches the functions of one type: these
 * have types that no other functions have, so that whoever calls through a pointer of another type
 * need not be ready to be suspended.
 */
#ifdef __wasm__
#define async__suspends(here) async_coroutine *here, float async__mark __attribute__((unused))
#define async__suspending(here) (here), 0
#else
#define async__suspends(here) async_coroutine *here
#define async__suspending(here) (here)
#endif

/* What of the runtime's own begins an operation without suspending, so that whoever awaits it is
 * suspended by itself: no frame of the runtime is on its stack then. */
typedef bool async__begin(async_coroutine *here, async_object *object ASYNC__MARKED);

/**
 * The type of an object. A slot that is NULL is a method that the type does not have; slots are
 * looked up here and never on the instance, as Python looks up special methods.
 */
typedef struct async_type {
    /** As it stands in messages. */
    const char *name;
    /** The name of this very object's kind, where one type serves many; NULL: `name`. */
    const char *(*name_of)(const async_object *object);
    /** Ends the object, and gives up what it holds, once nobody refers to it. */
    void (*drop)(async_object *object);
    /** `__hash__`, for sets and the keys of dicts. NULL: by identity. @return TypeError for what
     * has no hash. */
    async_status (*hash)(const async_object *object, uint64_t *hash);
    /** `__eq__`, with another object of the same type. NULL: by identity. */
    bool (*equal)(const async_object *left, const async_object *right);
    /** `__iter__` (PEP 234). @param iterator where the iterator goes, new. */
    async_status (*iter)(async_object *object, async_object **iterator);
    /** `__next__`. @param item where the item goes, new. @return STOP at the end. */
    async_status (*next)(async_object *object, async_value *item);
    /** `__aiter__` (PEP 492). @param iterator where the iterator goes, new. */
    async_status (*aiter)(async_object *object, async_object **iterator);
    /** `async def __anext__`, awaited. @param item where the item goes, new. @return STOP at the
     * end. */
    async_status (*anext)(async__suspends(here), async_object *object, async_value *item);
    /** `__anext__` as a plain method, for a type without `anext`. @param awaitable where what is
     * to be awaited for the item goes, new. */
    async_status (*anext_awaitable)(async_object *object, async_value *awaitable);
    /** `asend`, awaited (PEP 525). @param value taken. @param item where the item goes, new. */
    async_status (*asend)(async__suspends(here), async_object *object, async_value value,
                          async_value *item);
    /** `athrow`, awaited (PEP 525). @param error taken. @param item where the item goes, new. */
    async_status (*athrow)(async__suspends(here), async_object *object, async_error *error,
                           async_value *item);
    /** `aclose`, awaited (PEP 525): also of an iterator that a loop leaves early. */
    async_status (*aclose)(async__suspends(here), async_object *object);
    /** `__await__`, run to its end. @param result where the outcome goes, new. */
    async_status (*await)(async__suspends(here), async_object *object, async_value *result);
    /** `__await__` as a plain method, for a type without `await`. @param iterator where it goes,
     * new: what its steps give, None or a future, is waited for in turn. */
    async_status (*await_iterator)(async_object *object, async_value *iterator);
    /** `__aenter__`, awaited (PEP 492). @param value where the value goes, new. */
    async_status (*aenter)(async__suspends(here), async_object *object, async_value *value);
    /** `__aexit__`, awaited. @param error what leaves the block, borrowed, or NULL. @param
     * swallowed set to true to end the error here. */
    async_status (*aexit)(async__suspends(here), async_object *object, async_error *error,
                          bool *swallowed);
    /** `cancel`, of a future (asyncio.Future.cancel). @return false if it was done already. */
    bool (*cancel)(async_object *object);
#ifdef ASYNCFOR_DEBUG
    /** The index-th future that a future waits for, to be shown. @return borrowed; NULL: there are
     * no more. */
    const async_object *(*waits_for)(const async_object *object, size_t index);
#endif
    /** Others can hold the iterator without being counted here, so a loop closes it always. */
    bool foreign;
    /** @cond internal */
    async__begin *await_begin; /* Of `await`, ... */
    async__begin *anext_begin; /* ... and of `anext`, which are called behind it to finish. */
    /* Raises an error where a plain generator is suspended; otherwise as `next`. */
    async_status (*raise)(async_object *object, async_status raised, async_value *item);
    /** @endcond */
} async_type;

/** The head of every object: an object of a program's own begins with it. */
struct async_object {
    const async_type *type; /**< What it is and what it can do. Borrowed: types live for ever. */
    size_t references; /**< How many refer to it: for async_retain() and async_release() alone. */
};

/** Takes another reference. @param object borrowed; NULL is allowed. @return new: the same object.
 */
async_object *async_retain(async_object *object);

/** Gives up a reference; the last one ends the object. @param object taken; NULL is allowed. */
void async_release(async_object *object);

bool async__cancel_object(async_object *object);

/** The name of the object's type, as it stands in messages. @param object borrowed. @return text
 * that lives as long as the object. */
const char *async_type_name(const async_object *object);

ASYNC__C_END

#endif

/**
 * @file object.h
 * Objects, their types, and the protocol's slots.
 */
#ifndef ASYNCFOR_OBJECT_H
#define ASYNCFOR_OBJECT_H

#include <asyncfor/value.h>

struct async_coroutine;

/**
 * The type of an object. A slot that is NULL is a method that the type does not have; slots are
 * looked up here and never on the instance, as Python looks up special methods.
 */
typedef struct async_type {
    /** As it stands in messages. */
    const char *name;
    /** The name of this very object's kind, where one type serves many; NULL: `name`. */
    const char *(*name_of)(const async_object *object);
    /** Ends the object once nobody refers to it. */
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
    /** `__anext__`, awaited. @param item where the item goes, new. @return STOP at the end. */
    async_status (*anext)(struct async_coroutine *here, async_object *object, async_value *item);
    /** Closes an iterator that a loop leaves early, awaited. */
    async_status (*close)(struct async_coroutine *here, async_object *object);
    /** `__await__`. @param result where the outcome goes, new. */
    async_status (*await)(struct async_coroutine *here, async_object *object, async_value *result);
    /** Others can hold the iterator without being counted here, so a loop closes it always. */
    bool foreign;
} async_type;

/** The head of every object. */
struct async_object {
    const async_type *type;
    uint32_t references;
};

/** Takes another reference. @param object borrowed; NULL is allowed. @return new: the same object.
 */
async_object *async_retain(async_object *object);

/** Gives up a reference; the last one ends the object. NULL is allowed. */
void async_release(async_object *object);

/** The name of the object's type, as it stands in messages. @param object borrowed. */
const char *async_type_name(const async_object *object);

#endif

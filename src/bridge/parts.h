/**
 * @file parts.h
 * What objects of the runtime become in JavaScript, and where it finds their parts.
 *
 * Nothing is converted here: JavaScript reads containers where they lie, so that crossing takes no
 * memory in C and one call for each object, whatever it holds.
 */
#ifndef ASYNCFOR_BRIDGE_PARTS_H
#define ASYNCFOR_BRIDGE_PARTS_H

#include <asyncfor/object.h>

/** What an object becomes. */
typedef enum async__shape {
    ASYNC__SHAPE_NONE,   /* Nothing: `name` tells its type. */
    ASYNC__SHAPE_NO_KEY, /* Nothing: `name` tells the type of a key that is no string. */
    ASYNC__SHAPE_HANDLE,
    ASYNC__SHAPE_ERROR,
    ASYNC__SHAPE_ITERATOR,
    ASYNC__SHAPE_ARRAY,
    ASYNC__SHAPE_SET,
    ASYNC__SHAPE_MAP,
    ASYNC__SHAPE_RECORD
} async__shape;

/** An object, as JavaScript reads it. */
typedef struct async__parts {
    async__shape shape;
    union {
        const char *name;
        uint32_t handle;
        struct {
            const char *type;
            const char *message;
            const async_error *cause; /* NULL: none. */
            const char *const *trail; /* The coroutines that it left, innermost first. */
            uint32_t trail_length;
        } error;
        struct {
            /* An item begins with its value, or its key. A dict's value is the last thing in it. */
            const void *items;
            uint32_t size;   /* Of all items, in bytes, ... */
            uint32_t stride; /* ... and of each. One whose kind is ASYNC__DELETED is none. */
        } container;
    };
} async__parts;

/** Takes an object apart that is no container. @param object borrowed. */
async__parts async__parts_of(const async_object *object);

/** Puts parts where JavaScript reads them, until the next call. */
const async__parts *async__parts_put(async__parts parts);

#endif

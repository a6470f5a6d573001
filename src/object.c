#include "memory.h"
#include "port/context.h"
#include "warn.h"

#include <asyncfor/define.h>

/* Ends the instance if an object is gone, in the name of the function that was given it. */
static void check_there(const char *function, const async_object *object)
{
    if (!ASYNC__TELLS_GONE || object->references != ASYNC__GONE)
        return;
    async__warn_formatted(NULL, NULL, "%s(): the '%s' object has been released too often", function,
                          object->type->name);
    __builtin_trap();
}

async_object *async_retain(async_object *object)
{
    if (object) {
        check_there("async_retain", object);
        object->references++;
    }
    return object;
}

/* So many objects are dropped inside each other, one of which held the next. What is beyond waits
 * in a list, by way of its references: no stack would be deep enough for a long chain. */
enum { MOST_NESTED = 32 };
static unsigned nested;
static async_object *later;

static void drop(void *argument)
{
    async_object *object = argument;
    if (nested == MOST_NESTED) {
        object->references = (size_t)later;
        later = object;
        return;
    }
    nested++;
    object->type->drop(object);
    for (; nested == 1 && later; object->type->drop(object)) {
        object = later;
        later = (async_object *)object->references;
        object->references = 0;
    }
    nested--;
}

void async_release(async_object *object)
{
    if (!object)
        return;
    check_there("async_release", object);
    if (--object->references == 0)
        async__call_apart(drop, object);
}

typedef struct naming {
    const async_object *object;
    const char *name;
} naming;

static void find_name(void *argument)
{
    naming *asked = argument;
    asked->name = asked->object->type->name_of(asked->object);
}

const char *async_type_name(const async_object *object)
{
    if (!object)
        return "NoneType";
    naming asked = {object, object->type->name};
    if (object->type->name_of)
        async__call_apart(find_name, &asked);
    return asked.name;
}

typedef struct cancellation {
    async_object *object;
    bool cancelled;
} cancellation;

static void cancel(void *argument)
{
    cancellation *asked = argument;
    asked->cancelled = asked->object->type->cancel(asked->object);
}

bool async__cancel_object(async_object *object)
{
    cancellation asked = {object, false};
    if (object->type->cancel)
        async__call_apart(cancel, &asked);
    return asked.cancelled;
}

async_status async__aiter_self(async_object *object, async_object **iterator)
{
    *iterator = async_retain(object);
    return ASYNC_OK;
}

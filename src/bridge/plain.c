/* Plain iterators: what the bindings call for them. */
#include "exports.h"
#include "outcome.h"

#include <asyncfor/container.h>

const char async__face_of_plain_iterators = 0;

/* The bindings hold a plain iterator from now on. */
void EXPORT(hold)(async_object *iterator)
{
    async_retain(iterator);
}

/* The next item of a plain iterator. */
uint32_t EXPORT(step)(async_object *iterator)
{
    async_value item;
    async_status status = async_next(iterator, &item);
    if (!async_failed(status))
        return async__outgoing_item(item);
    if (!async_stopped(status) && !async_error_is(status, async_StopIteration))
        return async__outgoing_error(status);
    async_error_clear(status);
    return async__outgoing_done(async_none());
}

/* Gives a plain iterator up, and what brought it here: nothing else of the bridge holds it. */
void EXPORT(drop)(async_object *iterator)
{
    async__outgoing_clear();
    async_release(iterator);
}

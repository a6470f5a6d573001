#include "container/container.h"

static async_status hash_tuple(const async_object *object, uint64_t *hash)
{
    async_value value = async__borrow(object);
    return async_value_hash(&value, hash);
}

static const async__container_type tuple_type = {{.name = "tuple",
                                                  .drop = async__container_drop,
                                                  .hash = hash_tuple,
                                                  .iter = async__sequence_iter},
                                                 ASYNC__TUPLE};

/* As many items as there is memory for are put in, the others released. */
static async_status fill(async__tuple *tuple, size_t count, const async_value *items)
{
    async_status status = ASYNC_OK;
    for (size_t i = 0; i < count; i++) {
        if (async_failed(status))
            async_value_release(items[i]);
        else
            status = async__item_own(items[i], &tuple->items[tuple->head.count++]);
    }
    return status;
}

async_owned async_tuple_new(size_t count, const async_value *items)
{
    async__tuple *tuple = NULL;
    if (count <= SIZE_MAX / 2 / sizeof *items)
        tuple = async__allocate_zeroed(sizeof *tuple + count * sizeof *items);
    if (!tuple) {
        for (size_t i = 0; i < count; i++)
            async_value_release(items[i]);
        return (async_owned){NULL, async__no_memory()};
    }
    async_owned created = async__container_created(&tuple->head, &tuple_type);
    created.status = fill(tuple, count, items);
    if (async_failed(created.status)) {
        async_release(created.object);
        created.object = NULL;
    }
    return created;
}

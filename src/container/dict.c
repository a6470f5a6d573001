#include "container/table.h"

static const async__container_type dict_type = {{.name = "dict",
                                                 .drop = async__container_drop,
                                                 .hash = async__unhashable,
                                                 .iter = async__table_iter},
                                                ASYNC__DICT};

async_owned async_dict_new(void)
{
    return async__table_new(&dict_type);
}

async_status async_dict_as_object(async_object *dict)
{
    if (!async__is_container(dict, ASYNC__DICT))
        return async__refuse("async_dict_as_object", "dict", dict);
    async__table_of(dict)->as_object = true;
    return ASYNC_OK;
}

async_status async__dict_set(async_object *dict, async_value key, async_value value)
{
    if (async__is_container(dict, ASYNC__DICT))
        return async__table_put(async__table_of(dict), key, value);
    async_value_release(key);
    async_value_release(value);
    return async__refuse("async_dict_set", "dict", dict);
}

/* The message is the key as Python shows it, where that takes no more than is there anyway. */
static async_status raise_missing(const async_value *key)
{
    char text[64] = "";
    size_t size = key->size < sizeof text ? key->size : sizeof text - 1;
    switch (key->kind) {
    case ASYNC_NONE:
        return async_raise(async_KeyError, "None");
    case ASYNC_BOOL:
        return async_raise(async_KeyError, key->boolean ? "True" : "False");
    case ASYNC_INT:
        return async_raise(async_KeyError, "%lld", (long long)key->integer);
    case ASYNC_STRING:
        memcpy(text, key->data, size);
        return async_raise(async_KeyError, "'%s%s'", text, size < key->size ? "..." : "");
    default:
        return async_raise(async_KeyError, "<%s object>", async_value_type_name(key));
    }
}

/* The entry of a key, or NULL and why. */
static async__entry *find(const async_object *dict, const char *function, const async_value *key,
                          async_status *status)
{
    async__entry *entry = NULL;
    if (async__is_container(dict, ASYNC__DICT))
        *status = async__table_look_up(async__table_of(dict), key, &entry);
    else
        *status = async__refuse(function, "dict", dict);
    if (!entry && !async_failed(*status))
        *status = raise_missing(key);
    return entry;
}

async_status async__dict_get(const async_object *dict, async_value key, async_value *value)
{
    async_status status;
    const async__entry *entry = find(dict, "async_dict_get", &key, &status);
    *value = entry ? entry->value : async_none();
    return status;
}

async_status async__dict_delete(async_object *dict, async_value key)
{
    async_status status;
    async__entry *entry = find(dict, "async_dict_delete", &key, &status);
    if (entry)
        async__table_remove(async__table_of(dict), entry);
    return status;
}

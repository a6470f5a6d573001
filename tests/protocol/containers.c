/* Objects of the runtime that cross to JavaScript, as items and as results. */
#include <asyncfor.h>

static int cleanups;

SYNC_GENERATOR(counting, int, (int, to), (bool, fails, false))
{
    for (int i = 1; i <= args->to; i++) {
        async_status status = async_yield(i);
        if (async_failed(status)) {
            cleanups++;
            return status;
        }
    }
    return args->fails ? async_raise(async_ValueError, "counted enough") : ASYNC_OK;
}

SYNC_GENERATOR(giving_lists, async_value, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(async_list(i, "list")));
    return ASYNC_OK;
}

SYNC_GENERATOR(giving_generators, async_value, (int, count))
{
    for (int i = 0; i < args->count; i++)
        async_try(async_yield(async_new(counting, .to = 3)));
    return ASYNC_OK;
}

ASYNC_GENERATOR(asynchronous, int)
{
    return ASYNC_OK;
}

ASYNC_CLASS(Stairs, int)
{
    int height;
};

ASYNC_NEXT(Stairs)
{
    (void)args;
    if (self->height == 3)
        return async_raise(async_StopIteration, "the top");
    *item = async_value_of(self->height++);
    return ASYNC_OK;
}

static async_owned of_scalars(async_value anything)
{
    static const uint8_t bytes[] = {0, 128, 255};
    async_owned list =
        async_list(async_none(), (bool)true, (bool)false, -7, 0.5, -0.0, "", "añ漢🙂",
                   ((async_bytes){bytes, sizeof bytes}), async_value_retain(anything));
    return list;
}

static async_owned of_integers(async_value anything)
{
    (void)anything;
    const int64_t safe = (INT64_C(1) << 53) - 1;
    return async_tuple(0, safe, -safe, safe + 1, -safe - 1, safe + 2, INT64_MAX, INT64_MIN,
                       INT64_C(1) << 32, -(INT64_C(1) << 32));
}

static async_owned of_empty_ones(async_value anything)
{
    (void)anything;
    async_owned record = async_dict_new();
    async_error_clear(async_dict_as_object(record.object));
    return async_list(async_list_new(), async_tuple(), async_set_new(), async_dict_new(), record);
}

static async_status fill_set(async_object *set)
{
    for (int i = 0; i < 6; i++)
        async_try(async_set_add(set, i));
    async_try(async_set_add(set, async_tuple(1, "one")));
    async_try(async_set_discard(set, 1));
    async_try(async_set_discard(set, 4));
    return async_set_add(set, "last");
}

static async_owned of_a_set(async_value anything)
{
    (void)anything;
    async_owned set = async_set_new();
    async_error_clear(fill_set(set.object));
    return set;
}

static async_status fill_dict(async_object *dict, async_value anything)
{
    async_try(async_dict_set(dict, "gone", 1));
    async_try(async_dict_set(dict, "list", async_list(1, 2)));
    async_try(async_dict_set(dict, 3, async_none()));
    async_try(async_dict_set(dict, async_tuple("key"), 2.5));
    async_try(async_dict_set(dict, "value", async_value_retain(anything)));
    return async_dict_delete(dict, "gone");
}

static async_owned of_a_dict(async_value anything)
{
    async_owned dict = async_dict_new();
    async_error_clear(fill_dict(dict.object, anything));
    return dict;
}

static async_status fill_record(async_object *dict, async_value anything)
{
    async_try(async_dict_as_object(dict));
    async_try(async_dict_set(dict, "name", "añ"));
    async_try(async_dict_set(dict, "__proto__", async_list(1)));
    async_try(async_dict_set(dict, "constructor", 2));
    async_try(async_dict_set(dict, "toString", async_none()));
    async_try(async_dict_set(dict, "", (bool)true));
    return async_dict_set(dict, "inner", async_value_retain(anything));
}

static async_owned of_a_record(async_value anything)
{
    async_owned dict = async_dict_new();
    async_error_clear(fill_record(dict.object, anything));
    return dict;
}

/* A record with a key that is no string, and a generator that must not live on. */
static async_owned of_a_wrong_record(async_value anything)
{
    async_owned dict = async_dict_new();
    async_error_clear(async_dict_as_object(dict.object));
    async_error_clear(async_dict_set(dict.object, "right", 1));
    async_error_clear(async_dict_set(dict.object, async_value_retain(anything), 2));
    return async_list(async_new(counting, .to = 3), dict);
}

static async_owned of_an_asynchronous_one(async_value anything)
{
    (void)anything;
    return async_list(async_new(counting, .to = 3), async_tuple(async_new(asynchronous)));
}

static async_owned of_shared_ones(async_value anything)
{
    (void)anything;
    async_owned inner = async_list(1);
    async_owned generator = async_new(counting, .to = 2);
    async_error *error = async_error_new(async_ValueError, "shared");
    return async_list(async_value_retain(async_value_of(inner)), inner,
                      async_value_retain(async_value_of(generator)), generator,
                      async_value_retain(async_value_of(error)), error);
}

/* As many paths through it as there are no atoms. */
static async_owned of_many_paths(async_value anything)
{
    (void)anything;
    async_owned list = async_list(1);
    for (int i = 0; i < 300; i++)
        list = async_list(async_value_retain(async_value_of(list)), list);
    return list;
}

static async_owned of_depth(async_value anything)
{
    (void)anything;
    async_owned list = async_list_new();
    for (int i = 0; i < 100000; i++)
        list = i % 2 ? async_list(list) : async_tuple(list);
    return list;
}

static async_owned of_errors(async_value anything)
{
    (void)anything;
    async_error *plain = async_error_new(async_KeyError, "'key'");
    async_status inner = async_raise(async_TypeError, "inner %d", 1);
    inner = async_raise_from(inner, async_ValueError, "outer");
    return async_tuple(plain, async_error_take(inner), async_error_new(async_MemoryError, "none"));
}

static async_owned of_iterators(async_value anything)
{
    (void)anything;
    async_owned list = async_list(1, 2);
    async_owned of_list = async_iter(list.object);
    async_release(list.object);
    return async_list(async_new(counting, .to = 3), of_list, async_new(Stairs),
                      async_new(giving_lists, .count = 2));
}

static async_owned of_a_generator(async_value anything)
{
    (void)anything;
    return async_new(counting, .to = 3);
}

static async_owned of_a_failing_generator(async_value anything)
{
    (void)anything;
    return async_new(counting, .to = 1, .fails = true);
}

static async_owned of_generators(async_value anything)
{
    (void)anything;
    return async_new(giving_generators, .count = 2);
}

static async_owned of_no_dict(async_value anything)
{
    (void)anything;
    async_owned list = async_list_new();
    async_status status = async_dict_as_object(list.object);
    async_release(list.object);
    return (async_owned){NULL, status};
}

static async_owned of_nothing(async_value anything)
{
    (void)anything;
    return (async_owned){NULL, ASYNC_OK};
}

static const struct {
    const char *name;
    async_owned (*make)(async_value anything);
} cases[] = {{"scalars", of_scalars},
             {"integers", of_integers},
             {"empty", of_empty_ones},
             {"set", of_a_set},
             {"dict", of_a_dict},
             {"record", of_a_record},
             {"wrong record", of_a_wrong_record},
             {"asynchronous", of_an_asynchronous_one},
             {"shared", of_shared_ones},
             {"many paths", of_many_paths},
             {"depth", of_depth},
             {"errors", of_errors},
             {"iterators", of_iterators},
             {"generator", of_a_generator},
             {"failing generator", of_a_failing_generator},
             {"generators", of_generators},
             {"no dict", of_no_dict},
             {"nothing", of_nothing}};

static async_owned make(async_string name, async_value anything)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strlen(cases[i].name) == name.size && !memcmp(cases[i].name, name.data, name.size))
            return cases[i].make(anything);
    return (async_owned){NULL, async_raise(async_KeyError, "there is no such case")};
}

ASYNC_DOC(made, "Gives what the case of that name makes.");
ASYNC_FUNCTION(made, async_value, (async_string, name), (async_value, anything))
{
    async_owned value = make(args->name, args->anything);
    async_try(value.status);
    return async_return(value);
}

ASYNC_DOC(makes, "Yields what the case of that name makes, `count` times, and then returns it.");
ASYNC_GENERATOR(makes, async_value, (async_string, name), (int, count, 1), (bool, waits, false))
{
    for (int i = 0; i < args->count; i++) {
        if (args->waits)
            async_try(async_sleep(0));
        async_try(async_yield(make(args->name, async_none())));
    }
    return async_return(make(args->name, async_none()));
}

ASYNC_DOC(held, "Yields a list that holds itself, and then takes it out.");
ASYNC_GENERATOR(held, async_value)
{
    async_owned list = async_list(1);
    async_try(list.status);
    async_try(async_list_append(list.object, async_value_retain(async_value_of(list))));
    async_status status = async_yield(async_value_retain(async_value_of(list)));
    async_value last = async_none();
    async_error_clear(async_list_pop(list.object, -1, &last));
    async_value_release(last);
    async_release(list.object);
    return status;
}

ASYNC_DOC(caught, "Yields what awaiting `promise` fails with, bare, in a list, and as a cause.");
ASYNC_GENERATOR(caught, async_value, (async_value, promise))
{
    async_value result;
    async_status status = async_await(args->promise, &result);
    async_value error = async_value_of(async_error_take(status));
    async_status yielded = async_yield(async_value_retain(error));
    if (!async_failed(yielded))
        yielded = async_yield(async_list(async_value_retain(error)));
    if (async_failed(yielded)) {
        async_value_release(error);
        return yielded;
    }
    async_error *inner = NULL;
    async_try(async_value_to(&error, &inner));
    return async_raise_from(async_raise_again(inner), async_ValueError, "for that");
}

ASYNC_DOC(hoards, "Returns a list of lists of texts that is as long as memory allows.");
ASYNC_FUNCTION(hoards, async_value, (bool, catches, false))
{
    async_owned list = async_list_new();
    async_status status = list.status;
    while (!async_failed(status))
        status = async_list_append(list.object, async_list(1, "text"));
    if (!args->catches) {
        async_release(list.object);
        return status;
    }
    async_error_clear(status);
    return async_return(list);
}

ASYNC_DOC(cleaned_up, "How many plain generators have cleaned up.");
ASYNC_FUNCTION(cleaned_up, int)
{
    return async_return(cleanups);
}

ASYNC_DOC(dies, "Ends the instance by a trap.");
ASYNC_FUNCTION(dies, int)
{
    __builtin_trap();
}

ASYNC_MODULE(made, makes, held, caught, hoards, cleaned_up, dies);

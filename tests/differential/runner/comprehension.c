/* Comprehensions, on the containers of the runtime. */
#include "activation.h"
#include "trace.h"

typedef struct comprehension {
    const char *who;
    const cJSON *json;
    const char *kind;
    async_object *result; /* NULL: it is a generator expression, which yields. */
    int64_t sum;          /* Of the variables so far. */
    int64_t variable;     /* The last one so far. */
} comprehension;

static async_status later(async_scope, const comprehension *own, const cJSON *json)
{
    return json_true(json, "await") ? traced_sleep(async_here, own->who) : ASYNC_OK;
}

static async_status add_element(async_scope, const comprehension *own)
{
    int64_t element = own->sum + json_integer(own->json, "add");
    async_try(later(async_here, own, own->json));
    if (!own->result) {
        scenario.expected.suspends++;
        return async_yield(element);
    }
    if (strcmp(own->kind, "set") == 0)
        return async_set_add(own->result, element);
    if (strcmp(own->kind, "dict") == 0)
        return async_dict_set(own->result, own->variable, element);
    return async_list_append(own->result, element);
}

/* The remainder as Python has it: of the sign of the divisor. */
static int64_t remainder_of(int64_t value, int64_t divisor)
{
    return divisor ? (value % divisor + divisor) % divisor : 0;
}

static async_status run_clauses(async_scope, const comprehension *outer, const cJSON *clause);

static async_status run_variable(async_scope, const comprehension *outer, const cJSON *clause,
                                 int64_t variable)
{
    const cJSON *condition = json_member(clause, "if");
    comprehension own = *outer;
    own.variable = variable;
    own.sum += variable;
    if (condition) {
        async_try(later(async_here, &own, condition));
        if (remainder_of(variable, json_integer(condition, "m")) != json_integer(condition, "eq"))
            return ASYNC_OK;
    }
    return run_clauses(async_here, &own, clause->next);
}

static async_status run_clause_over(async_scope, const comprehension *outer, const cJSON *clause,
                                    async_object *object)
{
    async_for (int64_t, variable, object) {
        async_try(run_variable(async_here, outer, clause, variable));
    }
    return ASYNC_OK;
}

static async_status run_clause_over_range(async_scope, const comprehension *outer,
                                          const cJSON *clause, int64_t end)
{
    for (int64_t variable = 0; variable < end; variable++)
        async_try(run_variable(async_here, outer, clause, variable));
    return ASYNC_OK;
}

/* The clauses from this one on; behind the last comes the element. */
static async_status run_clauses(async_scope, const comprehension *outer, const cJSON *clause)
{
    const cJSON *json = json_member(clause, "src");
    if (!clause)
        return add_element(async_here, outer);
    if (json_member(json, "range"))
        return run_clause_over_range(async_here, outer, clause, json_integer(json, "range"));
    source over = source_open(json);
    async_status status = run_clause_over(async_here, outer, clause, over.object);
    async_release(over.object);
    return status;
}

/* An iterator that is already there: asked for one, it gives it once more. */
ASYNC_CLASS(Opened, async_value, (async_iterable, iterator))
{
    char unused;
};

ASYNC_AITER(Opened)
{
    *iterator = async_retain(args->iterator);
    return ASYNC_OK;
}

/* Raises what async_for says of what it cannot iterate. */
static async_status refuse(async_scope, async_owned object)
{
    async_for (async_value, item, object) {
        (void)item;
    }
    return ASYNC_OK;
}

/* The iterator of the first source, which a generator expression is created with. */
static async_status open_first(async_scope, async_object *object, async_owned *opened)
{
    const async_type *type = object->type;
    async_object *iterator;
    if (!type->aiter)
        return refuse(async_here, (async_owned){async_retain(object), ASYNC_OK});
    async_try(type->aiter(object, &iterator));
    type = iterator->type;
    *opened = async_new(Opened, .iterator = iterator);
    if (type->anext || type->anext_awaitable)
        return opened->status;
    async_owned refused = *opened;
    opened->object = NULL;
    return refuse(async_here, refused);
}

ASYNC_GENERATOR(generator_expression, async_value, (int64_t, address), (async_iterable, first))
{
    const comprehension *own = (const comprehension *)(uintptr_t)args->address;
    const cJSON *clause = json_member(own->json, "clauses")->child;
    scenario.expected.started++;
    if (args->first)
        return run_clause_over(async_here, own, clause, args->first);
    return run_clauses(async_here, own, clause);
}
ASYNC_STACK(generator_expression, 65536);

static async_status open_first_clause(async_scope, const comprehension *own, async_owned *opened)
{
    const cJSON *json = json_member(json_member(own->json, "clauses")->child, "src");
    *opened = (async_owned){NULL, ASYNC_OK};
    if (json_member(json, "range"))
        return ASYNC_OK;
    source over = source_open(json);
    async_status status = open_first(async_here, over.object, opened);
    async_release(over.object);
    return status;
}

static async_status run_generator_expression(async_scope, const comprehension *own,
                                             async_object *list)
{
    async_owned first;
    async_try(open_first_clause(async_here, own, &first));
    event(own->who, "genexp");
    async_owned made =
        async_new(generator_expression, .address = (int64_t)(uintptr_t)own, .first = first.object);
    async_for (async_value, item, made) {
        async_try(async_list_append(list, async_value_retain(item)));
    }
    return ASYNC_OK;
}

static int compare(const void *left, const void *right)
{
    const async_value *a = left;
    const async_value *b = right;
    return (a->integer > b->integer) - (a->integer < b->integer);
}

/* The items of a set of numbers in their order, as a tuple. */
static async_owned sorted(async_object *set)
{
    size_t count = async_size(set);
    async_value *items = must_have(calloc(count + 1, sizeof *items));
    async_owned iterator = async_iter(set);
    for (size_t i = 0; i < count; i++)
        async_error_clear(async_next(iterator.object, &items[i]));
    async_release(iterator.object);
    qsort(items, count, sizeof *items, compare);
    async_owned tuple = async_tuple_new(count, items);
    free(items);
    return tuple;
}

static void trace_result(const comprehension *own, async_object *result)
{
    async_owned shown = strcmp(own->kind, "set") == 0 ? sorted(result)
                        : strcmp(own->kind, "dict") == 0
                            ? async_dict_items(result)
                            : (async_owned){async_retain(result), ASYNC_OK};
    event(own->who, "comp", async_value_of(own->kind), async_value_of(shown));
    async_release(shown.object);
}

async_status run_comprehension(async_scope, activation *self, const cJSON *json)
{
    const char *kind = json_text(json, "kind");
    comprehension own = {.who = self->who, .json = json, .kind = kind};
    async_owned result = strcmp(kind, "set") == 0    ? async_set_new()
                         : strcmp(kind, "dict") == 0 ? async_dict_new()
                                                     : async_list_new();
    must_have(result.object);
    event(self->who, "compstart", async_value_of(kind));
    async_status status;
    if (strcmp(kind, "genexp") == 0) {
        status = run_generator_expression(async_here, &own, result.object);
    } else {
        own.result = result.object;
        status = run_clauses(async_here, &own, json_member(json, "clauses")->child);
    }
    if (!async_failed(status))
        trace_result(&own, result.object);
    async_release(result.object);
    return status;
}

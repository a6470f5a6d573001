#include "scenario.h"

#include <stdarg.h>
#include <stdio.h>

ASYNC_ERROR_TYPE(Abandoned, async_BaseException);

scenario_state scenario;

void *must_have(void *memory)
{
    if (memory)
        return memory;
    (void)fputs("out of memory\n", stderr);
    exit(EXIT_FAILURE);
}

void scenario_begin(const cJSON *json)
{
    scenario = (scenario_state){.json = json};
}

#define DROP_LIST(list)                  \
    while (list) {                       \
        __typeof__(list) first = (list); \
        (list) = first->next;            \
        free(first);                     \
    }

void scenario_release(void)
{
    scenario.over = true;
    for (const request *each = scenario.requests; each; each = each->next)
        async_release(each->object);
    for (const task *each = scenario.tasks; each; each = each->next)
        async_release(each->object);
    for (const instance *each = scenario.instances; each; each = each->next)
        async_release(each->generator);
    for (const class_iterator *each = scenario.iterators; each; each = each->next)
        async_release(each->object);
}

void scenario_end(void)
{
    DROP_LIST(scenario.requests)
    DROP_LIST(scenario.tasks)
    DROP_LIST(scenario.bindings)
    DROP_LIST(scenario.instances)
    DROP_LIST(scenario.iterators)
}

void abandon(const char *format, ...)
{
    va_list arguments;
    if (scenario.abandoned)
        return;
    scenario.abandoned = true;
    va_start(arguments, format);
    (void)vsnprintf(scenario.why_abandoned, sizeof scenario.why_abandoned, format, arguments);
    va_end(arguments);
}

async_status check_abandoned(void)
{
    if (scenario.abandoned || scenario.over)
        return async_raise(Abandoned, "%s", scenario.why_abandoned);
    return ASYNC_OK;
}

void scenario_label(char *label, const char *name)
{
    (void)snprintf(label, LABEL_SIZE, "%s#%u", name, ++scenario.labels);
}

instance *scenario_find(const char *name)
{
    for (const binding *each = scenario.bindings; each; each = each->next)
        if (strcmp(each->name, name) == 0)
            return each->instance;
    return NULL;
}

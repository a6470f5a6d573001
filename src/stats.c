#include "coroutine.h"
#include "memory.h"
#include "port/outside.h"
#include "stack.h"

#include <asyncfor/run.h>

async_statistics async_stats(void)
{
    return (async_statistics){.coroutines = async__coroutines,
                              .stacks = async__stacks,
                              .handles = async__handles,
                              .allocations = async__allocations,
                              .bytes = (uint32_t)async__allocated_bytes,
                              .pooled = (uint32_t)async__stacks_pooled,
                              .started = async__started,
                              .suspends = async__suspensions - async__relayed};
}

#include "faults.h"

#include <asyncfor.h>
#include <stddef.h>

static unsigned left;
static bool failed, told;

void *__real_async__block_new(size_t size);
void *__real_async__block_new_zeroed(size_t size);
async_status __real_async__no_memory(void);
void *__wrap_async__block_new(size_t size);
void *__wrap_async__block_new_zeroed(size_t size);
async_status __wrap_async__no_memory(void);

void faults_fail_at(unsigned n)
{
    left = n;
    failed = told = false;
}

bool faults_failed(void)
{
    return failed;
}

bool faults_told(void)
{
    return told;
}

static bool fails_now(void)
{
    if (!left || --left)
        return false;
    return failed = true;
}

void *__wrap_async__block_new(size_t size)
{
    return fails_now() ? NULL : __real_async__block_new(size);
}

void *__wrap_async__block_new_zeroed(size_t size)
{
    return fails_now() ? NULL : __real_async__block_new_zeroed(size);
}

async_status __wrap_async__no_memory(void)
{
    told = told || failed;
    return __real_async__no_memory();
}

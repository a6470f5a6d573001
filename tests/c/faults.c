#include "faults.h"

#include <asyncfor.h>
#include <stddef.h>

/* What the linker sends here, and where it would have gone. */
void *block_new(size_t size) __asm__("__real_async__block_new");
void *block_new_zeroed(size_t size) __asm__("__real_async__block_new_zeroed");
async_status no_memory(void) __asm__("__real_async__no_memory");
void *wrap_block_new(size_t size) __asm__("__wrap_async__block_new");
void *wrap_block_new_zeroed(size_t size) __asm__("__wrap_async__block_new_zeroed");
async_status wrap_no_memory(void) __asm__("__wrap_async__no_memory");

static unsigned left;
static bool failed, told;

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
    failed = true;
    return true;
}

void *wrap_block_new(size_t size)
{
    return fails_now() ? NULL : block_new(size);
}

void *wrap_block_new_zeroed(size_t size)
{
    return fails_now() ? NULL : block_new_zeroed(size);
}

async_status wrap_no_memory(void)
{
    told = told || failed;
    return no_memory();
}

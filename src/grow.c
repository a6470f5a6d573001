#include "memory.h"

#include <string.h>

void *async__grow(void *block, size_t used, size_t size)
{
    void *grown = async__allocate(size);
    if (!grown)
        return NULL;
    if (used)
        memcpy(grown, block, used);
    async__free(block);
    return grown;
}

/* A module whose library is in C++. */
#include "cplusplus.h"

ASYNC_STACK(words, 65536);
ASYNC_GENERATOR(words, async_value, (async_iterable, texts))
{
    ASYNC_ITERATION(texts, args->texts);
    return yield_words(&texts);
}

ASYNC_MODULE(words);

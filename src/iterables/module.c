/* What the package exports to JavaScript. */
#include <asyncfor.h>

ASYNC_MODULE(range, AsyncCounter, async_generator, lines);

/**
 * @file each.h
 * What macros of any number of arguments are made of.
 */
#ifndef ASYNCFOR_EACH_H
#define ASYNCFOR_EACH_H

/* One name of two, once both are expanded. */
#define async__paste(left, right) async__paste_expanded(left, right)
#define async__paste_expanded(left, right) left##right

/* The number of arguments, 0 to 16. */
#define ASYNC__COUNT(...) \
    ASYNC__COUNT_OF(0, ##__VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define ASYNC__COUNT_OF(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, count, ...) count

/* macro(context, argument) for each argument, 0 to 16. */
#define ASYNC__EACH(macro, context, ...) \
    async__paste(ASYNC__EACH_, ASYNC__COUNT(__VA_ARGS__))(macro, context, ##__VA_ARGS__)
#define ASYNC__EACH_0(m, x)
#define ASYNC__EACH_1(m, x, a) m(x, a)
#define ASYNC__EACH_2(m, x, a, ...) m(x, a) ASYNC__EACH_1(m, x, __VA_ARGS__)
#define ASYNC__EACH_3(m, x, a, ...) m(x, a) ASYNC__EACH_2(m, x, __VA_ARGS__)
#define ASYNC__EACH_4(m, x, a, ...) m(x, a) ASYNC__EACH_3(m, x, __VA_ARGS__)
#define ASYNC__EACH_5(m, x, a, ...) m(x, a) ASYNC__EACH_4(m, x, __VA_ARGS__)
#define ASYNC__EACH_6(m, x, a, ...) m(x, a) ASYNC__EACH_5(m, x, __VA_ARGS__)
#define ASYNC__EACH_7(m, x, a, ...) m(x, a) ASYNC__EACH_6(m, x, __VA_ARGS__)
#define ASYNC__EACH_8(m, x, a, ...) m(x, a) ASYNC__EACH_7(m, x, __VA_ARGS__)
#define ASYNC__EACH_9(m, x, a, ...) m(x, a) ASYNC__EACH_8(m, x, __VA_ARGS__)
#define ASYNC__EACH_10(m, x, a, ...) m(x, a) ASYNC__EACH_9(m, x, __VA_ARGS__)
#define ASYNC__EACH_11(m, x, a, ...) m(x, a) ASYNC__EACH_10(m, x, __VA_ARGS__)
#define ASYNC__EACH_12(m, x, a, ...) m(x, a) ASYNC__EACH_11(m, x, __VA_ARGS__)
#define ASYNC__EACH_13(m, x, a, ...) m(x, a) ASYNC__EACH_12(m, x, __VA_ARGS__)
#define ASYNC__EACH_14(m, x, a, ...) m(x, a) ASYNC__EACH_13(m, x, __VA_ARGS__)
#define ASYNC__EACH_15(m, x, a, ...) m(x, a) ASYNC__EACH_14(m, x, __VA_ARGS__)
#define ASYNC__EACH_16(m, x, a, ...) m(x, a) ASYNC__EACH_15(m, x, __VA_ARGS__)

#endif

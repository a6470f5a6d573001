/**
 * @file json.h
 * Members of JSON, and values of the runtime made of it.
 */
#ifndef JSON_H
#define JSON_H

#include <asyncfor.h>
#include <cJSON.h>

/** A member of an object. @return borrowed; NULL for what is not there or is null. */
const cJSON *json_member(const cJSON *object, const char *name);

/** A member that is text. @return borrowed; "" for none. */
const char *json_text(const cJSON *object, const char *name);

/** A member that is a number. @return 0 for none. */
int64_t json_integer(const cJSON *object, const char *name);

/** A member that is true. */
bool json_true(const cJSON *object, const char *name);

/** What a number, a text, a truth value or null stands for. @return text views the JSON. */
async_value json_value(const cJSON *item);

#endif

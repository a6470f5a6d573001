#include "json.h"

const cJSON *json_member(const cJSON *object, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNull(member) ? NULL : member;
}

const char *json_text(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(json_member(object, name));
    return text ? text : "";
}

int64_t json_integer(const cJSON *object, const char *name)
{
    const cJSON *member = json_member(object, name);
    return cJSON_IsNumber(member) ? (int64_t)member->valuedouble : 0;
}

bool json_true(const cJSON *object, const char *name)
{
    return cJSON_IsTrue(json_member(object, name));
}

async_value json_value(const cJSON *item)
{
    if (cJSON_IsNumber(item))
        return async_value_of((int64_t)item->valuedouble);
    if (cJSON_IsString(item))
        return async_value_of(item->valuestring);
    if (cJSON_IsBool(item))
        return async_value_of((bool)cJSON_IsTrue(item));
    return async_none();
}

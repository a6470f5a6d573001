/*
 * Expat, which calls handlers for what it finds in the text that it is given. The handlers yield:
 * the parser stands still in the middle of a chunk while the consumer takes its time.
 */
#include <asyncfor.h>
#include <expat.h>

ASYNC_ERROR_TYPE(ExpatError, async_Exception);

/* What the handlers are given. */
typedef struct parsing {
    XML_Parser parser;
    async_status status; /* Why a handler had Expat stop. */
} parsing;

/* Once stopped, Expat still ends the empty element that it has begun. */
static void yield_event(parsing *self, async_owned event)
{
    if (async_failed(self->status)) {
        async_release(event.object);
        return;
    }
    self->status = event.status;
    if (!async_failed(self->status))
        self->status = async_yield_value(async_value_of(event));
    if (async_failed(self->status))
        (void)XML_StopParser(self->parser, XML_FALSE);
}

static async_owned attributes_of(const XML_Char **attributes)
{
    async_owned dict = async_dict_new();
    async_status status = dict.status;
    for (; *attributes && !async_failed(status); attributes += 2)
        status = async_dict_set(dict.object, attributes[0], attributes[1]);
    if (!async_failed(status))
        status = async_dict_as_object(dict.object);
    if (!async_failed(status))
        return dict;
    async_release(dict.object);
    return (async_owned){NULL, status};
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
    async_owned dict = attributes_of(attributes);
    async_owned event = async_failed(dict.status) ? dict : async_tuple("start", name, dict);
    yield_event(context, event);
}

static void XMLCALL on_end(void *context, const XML_Char *name)
{
    yield_event(context, async_tuple("end", name));
}

static void XMLCALL on_text(void *context, const XML_Char *text, int size)
{
    async_string string = {text, (size_t)size};
    yield_event(context, async_tuple("text", string));
}

/* What a handler failed with goes before what Expat says of it. */
static async_status parse(parsing *self, async_bytes chunk, bool last)
{
    enum XML_Status parsed =
        XML_Parse(self->parser, (const char *)chunk.data, (int)chunk.size, last);
    async_try(self->status);
    if (parsed == XML_STATUS_OK)
        return ASYNC_OK;
    return async_raise(ExpatError, "%s: line %lu, column %lu",
                       XML_ErrorString(XML_GetErrorCode(self->parser)),
                       (unsigned long)XML_GetCurrentLineNumber(self->parser),
                       (unsigned long)XML_GetCurrentColumnNumber(self->parser));
}

static async_status parse_all(async_scope, parsing *self, async_iterable source)
{
    async_for (async_bytes, chunk, source) {
        async_try(parse(self, chunk, false));
    }
    return parse(self, (async_bytes){0}, true);
}

ASYNC_DOC(xml_events, "What stands in an XML document that comes in chunks of bytes, as it comes:\n"
                      "`['start', name, attributes]`, `['end', name]` and `['text', text]`.");
ASYNC_STACK(xml_events, 32768);
ASYNC_GENERATOR(xml_events, async_value, (async_iterable, source))
{
    parsing self = {.parser = XML_ParserCreate(NULL)};
    if (!self.parser)
        return async_raise(async_MemoryError, "xmlEvents(): no memory for the parser");
    XML_SetUserData(self.parser, &self);
    XML_SetElementHandler(self.parser, on_start, on_end);
    XML_SetCharacterDataHandler(self.parser, on_text);
    async_status status = parse_all(async_here, &self, args->source);
    XML_ParserFree(self.parser);
    return status;
}

ASYNC_MODULE(xml_events);

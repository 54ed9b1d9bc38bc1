#include "AttuneServeFiles.h"

#define FILE_OF(name) \
  attune_serve_file attune_serve_file_##name(void) { return (attune_serve_file){name, sizeof name}; }

static const unsigned char index[] = {
#embed "Page/index.html"
};
FILE_OF(index)

static const unsigned char desk_css[] = {
#embed "Page/desk.css"
};
FILE_OF(desk_css)

static const unsigned char icon[] = {
#embed "Page/icon.svg"
};
FILE_OF(icon)

static const unsigned char openapi[] = {
#embed "Files/openapi.json"
};
FILE_OF(openapi)

static const unsigned char api[] = {
#embed "Page/api.js"
};
FILE_OF(api)

static const unsigned char desk_js[] = {
#embed "Page/desk.js"
};
FILE_OF(desk_js)

static const unsigned char draft[] = {
#embed "Page/draft.js"
};
FILE_OF(draft)

static const unsigned char elements[] = {
#embed "Page/elements.js"
};
FILE_OF(elements)

static const unsigned char reading[] = {
#embed "Page/reading.js"
};
FILE_OF(reading)

static const unsigned char records[] = {
#embed "Page/records.js"
};
FILE_OF(records)

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

static const unsigned char api_js[] = {
#embed "Page/api.js"
};
FILE_OF(api_js)

static const unsigned char correction_js[] = {
#embed "Page/correction.js"
};
FILE_OF(correction_js)

static const unsigned char draft_js[] = {
#embed "Page/draft.js"
};
FILE_OF(draft_js)

static const unsigned char elements_js[] = {
#embed "Page/elements.js"
};
FILE_OF(elements_js)

static const unsigned char explore_js[] = {
#embed "Page/explore.js"
};
FILE_OF(explore_js)

static const unsigned char main_js[] = {
#embed "Page/main.js"
};
FILE_OF(main_js)

static const unsigned char queue_js[] = {
#embed "Page/queue.js"
};
FILE_OF(queue_js)

static const unsigned char reading_js[] = {
#embed "Page/reading.js"
};
FILE_OF(reading_js)

static const unsigned char try_js[] = {
#embed "Page/try.js"
};
FILE_OF(try_js)

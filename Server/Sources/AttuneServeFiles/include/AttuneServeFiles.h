// The files that are part of the server: its description, and the page.
#pragma once
#include <stddef.h>

/// Bytes of the program.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} attune_serve_file;

attune_serve_file attune_serve_file_index(void);
attune_serve_file attune_serve_file_desk_css(void);
attune_serve_file attune_serve_file_icon(void);
attune_serve_file attune_serve_file_openapi(void);
attune_serve_file attune_serve_file_api_js(void);
attune_serve_file attune_serve_file_correction_js(void);
attune_serve_file attune_serve_file_draft_js(void);
attune_serve_file attune_serve_file_elements_js(void);
attune_serve_file attune_serve_file_explore_js(void);
attune_serve_file attune_serve_file_main_js(void);
attune_serve_file attune_serve_file_queue_js(void);
attune_serve_file attune_serve_file_reading_js(void);
attune_serve_file attune_serve_file_try_js(void);

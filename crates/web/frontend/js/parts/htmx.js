// htmx with its style injection off, since the content policy forbids inline styles.
import htmx from "htmx.org";

htmx.config.includeIndicatorCSS = false;

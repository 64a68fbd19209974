//! Every limit of a questionnaire. They are far above what surveys need, and far below what would hurt a small server.

/// Bytes of a workbook or table that is read.
pub const WORKBOOK_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of a workbook once unpacked: a packed file of a few bytes may hold gigabytes.
pub const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Rows of one sheet.
pub const ROWS_MAX: u32 = 10_000;
/// Columns of one sheet.
pub const COLUMNS_MAX: u32 = 256;
/// Characters of one cell; the office programs stop at the same number.
pub const CELL_CHARS_MAX: usize = 32_767;
/// Questions, groups and repeats of one questionnaire.
pub const ITEMS_MAX: usize = 2_000;
/// Groups within groups.
pub const SECTION_DEPTH_MAX: usize = 12;
/// Choices of one list.
pub const CHOICES_MAX: usize = 5_000;
/// Characters of one expression.
pub const EXPRESSION_CHARS_MAX: usize = 4_000;
/// How deep an expression may nest; a chain of `or` nests once a link.
pub const EXPRESSION_DEPTH_MAX: usize = 120;
/// Times that one repeat may be answered within one turn of what is around it.
pub const REPEATS_MAX: u32 = 200;
/// Answers of one sheet, every turn of every repeat counted.
pub const ANSWERS_MAX: usize = 20_000;
/// Characters of one answer.
pub const ANSWER_CHARS_MAX: usize = 4_000;
/// Bytes that a pattern may take once it is compiled.
pub const PATTERN_BYTES_MAX: usize = 256 * 1024;

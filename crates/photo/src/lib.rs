//! Uploaded pictures: checked by content, turned upright, made small, stripped of everything but the picture.
//!
//! A picture from a phone says where its owner lives (EXIF), may be broken on purpose, and is ten times larger than a page needs. So
//! nothing that was uploaded is kept or served: [`Photo::from_upload`] decodes it within limits and writes two new JPEG files, into
//! which nothing but pixels is carried over.
//!
//! One call holds at most [`PHOTO_DECODED_BYTES_MAX`] and a little more in memory and keeps one core busy for up to about a second:
//! run it on a worker thread, few at once.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, overlay};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use sha2::{Digest, Sha256};

/// Bytes of the largest upload.
pub const PHOTO_BYTES_MAX: usize = 15 * 1024 * 1024;
/// Pixels of the largest upload. A file of a few kilobytes can claim more than any machine holds ("decompression bomb").
pub const PHOTO_PIXELS_MAX: u64 = 50_000_000;
/// Bytes of the largest upload once decoded: all its pixels in colour with transparency.
pub const PHOTO_DECODED_BYTES_MAX: u64 = PHOTO_PIXELS_MAX * 4;
/// Pixels along the longer side of the picture that is kept: a meter's reading or a house number can still be read.
pub const PHOTO_SIDE_PIXELS: u32 = 1600;
/// Pixels along the longer side of the small picture in lists.
pub const THUMBNAIL_SIDE_PIXELS: u32 = 320;

/// What the decoders may use for themselves besides the picture: colour profiles, tables.
const DECODER_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Of 100. Below, letters on signs begin to fray; above, files grow and nothing is gained.
const QUALITY: u8 = 80;
const WHITE: Rgb<u8> = Rgb([255; 3]);
/// Brands of an ISO media file that are pictures in HEVC (ISO/IEC 23008-12), as iPhones take them.
const HEIC_BRANDS: [&[u8; 4]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];

/// An uploaded picture, made fit to keep and to show.
#[derive(Clone, Debug)]
pub struct Photo {
    /// At most [`PHOTO_SIDE_PIXELS`] along the longer side; never enlarged.
    pub picture: Jpeg,
    /// At most [`THUMBNAIL_SIDE_PIXELS`] along the longer side; never enlarged.
    pub thumbnail: Jpeg,
}

/// A JPEG file that holds pixels and nothing else.
#[derive(Clone, Debug)]
pub struct Jpeg {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// SHA-256 of `bytes`: under this it is stored, and by this a later change shows.
    pub sha256: [u8; 32],
}

/// Why an upload is not taken. The person is told in their own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoRefusal {
    /// Nothing was uploaded.
    #[error("the file is empty")]
    Empty,
    /// More than [`PHOTO_BYTES_MAX`].
    #[error("the file is larger than {} MiB", PHOTO_BYTES_MAX / 1024 / 1024)]
    TooManyBytes,
    /// More than [`PHOTO_PIXELS_MAX`], or so many bits for each that it does not fit into [`PHOTO_DECODED_BYTES_MAX`].
    #[error("the picture has more than {} million pixels", PHOTO_PIXELS_MAX / 1_000_000)]
    TooManyPixels,
    /// An iPhone's own format, which cannot be read without patented software; the phone can send JPEG ("most compatible").
    #[error("HEIC pictures cannot be read; send it as JPEG")]
    Heic,
    /// Not JPEG, PNG or WebP by its content, whatever its name says.
    #[error("the file is not a JPEG, PNG or WebP picture")]
    Format,
    /// It begins like a picture and cannot be read to its end.
    #[error("the picture is damaged")]
    Damaged,
}

impl PhotoRefusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "photo-empty",
            Self::TooManyBytes => "photo-too-many-bytes",
            Self::TooManyPixels => "photo-too-many-pixels",
            Self::Heic => "photo-heic",
            Self::Format => "photo-format",
            Self::Damaged => "photo-damaged",
        }
    }
}

impl Photo {
    /// Makes the two pictures from an uploaded file: decoded, turned upright as its EXIF says, made small, encoded anew.
    ///
    /// Of a moving picture the first frame is taken; what is transparent becomes white; a colour profile is left out.
    pub fn from_upload(upload: &[u8]) -> Result<Self, PhotoRefusal> {
        let picture = decode(upload)?;
        let small = shrink(&picture, THUMBNAIL_SIDE_PIXELS);
        Ok(Self { picture: encode(&picture), thumbnail: encode(&small) })
    }
}

/// The picture upright and in its final size.
fn decode(upload: &[u8]) -> Result<DynamicImage, PhotoRefusal> {
    let format = recognise(upload)?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(PHOTO_DECODED_BYTES_MAX + DECODER_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refusal(&error))?;
    // Before anything is decoded: the size is read from the head of the file.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PHOTO_PIXELS_MAX
        || decoder.total_bytes() > PHOTO_DECODED_BYTES_MAX
    {
        return Err(PhotoRefusal::TooManyPixels);
    }
    let orientation = decoder.orientation().map_err(|error| refusal(&error))?;
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    let mut picture = on_white(shrink(&picture, PHOTO_SIDE_PIXELS));
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// By content; names and declared types are what the sender says.
fn recognise(upload: &[u8]) -> Result<ImageFormat, PhotoRefusal> {
    if upload.is_empty() {
        return Err(PhotoRefusal::Empty);
    }
    if upload.len() > PHOTO_BYTES_MAX {
        return Err(PhotoRefusal::TooManyBytes);
    }
    if upload.get(4..8) == Some(b"ftyp")
        && upload.get(8..12).is_some_and(|brand| HEIC_BRANDS.iter().any(|heic| brand == *heic))
    {
        return Err(PhotoRefusal::Heic);
    }
    match image::guess_format(upload) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Ok(format),
        _ => Err(PhotoRefusal::Format),
    }
}

fn refusal(error: &ImageError) -> PhotoRefusal {
    match error {
        ImageError::Limits(_) => PhotoRefusal::TooManyPixels,
        _ => PhotoRefusal::Damaged,
    }
}

/// The picture with its longer side at most so long.
fn shrink(picture: &DynamicImage, side: u32) -> DynamicImage {
    let longer = picture.width().max(picture.height());
    if longer <= side {
        return picture.clone();
    }
    // Averaging whole pixels is ten times faster, and rough near the final size: so only as far as twice of it.
    let twice = side.saturating_mul(2);
    if longer > twice {
        picture.thumbnail(twice, twice).resize(side, side, FilterType::Triangle)
    } else {
        picture.resize(side, side, FilterType::Triangle)
    }
}

/// JPEG knows no transparency; without this, hidden colours would show.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8().into();
    }
    let mut paper = DynamicImage::from(RgbImage::from_pixel(picture.width(), picture.height(), WHITE));
    overlay(&mut paper, &picture, 0, 0);
    paper
}

#[expect(
    clippy::expect_used,
    reason = "JPEG holds 65535 pixels a side and these have at most 1600; memory is the only sink"
)]
fn encode(picture: &DynamicImage) -> Jpeg {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(picture)
        .expect("a small picture fits into JPEG");
    let sha256 = Sha256::digest(&bytes).into();
    Jpeg { bytes, width: picture.width(), height: picture.height(), sha256 }
}

#[cfg(test)]
mod tests;

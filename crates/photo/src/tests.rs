use image::codecs::png::PngEncoder;
use image::{ImageEncoder, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE })
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A TIFF block with one entry, the orientation, and a place of living behind it.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS 26.6656N 119.5479E");
    exif
}

fn jpeg_with_exif(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    encoder.encode_image(picture).unwrap();
    bytes
}

fn png_with_exif(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    encoder.write_image(picture, picture.width(), picture.height(), image::ExtendedColorType::Rgb8).unwrap();
    bytes
}

fn pixels(jpeg: &Jpeg) -> RgbImage {
    let picture = image::load_from_memory_with_format(&jpeg.bytes, ImageFormat::Jpeg).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (jpeg.width, jpeg.height));
    picture
}

fn near(left: Rgb<u8>, right: Rgb<u8>) -> bool {
    left.0.iter().zip(right.0).all(|(left, right)| left.abs_diff(right) < 30)
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// CRC-32 of a PNG chunk.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

/// A small PNG whose head claims another size (and 16 bits a sample if asked).
fn bomb(width: u32, height: u32, bits: u8) -> Vec<u8> {
    let mut bytes = file(&RgbaImage::new(4, 4).into(), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes[24] = bits;
    let crc = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    bytes
}

#[test]
fn each_format_is_taken_by_its_content_and_comes_out_as_jpeg() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let photo = Photo::from_upload(&file(&halves(40, 20).into(), format)).unwrap();
        assert_eq!((photo.picture.width, photo.picture.height), (40, 20), "{format:?}");
        let shown = pixels(&photo.picture);
        assert!(near(*shown.get_pixel(2, 10), RED) && near(*shown.get_pixel(37, 10), BLUE), "{format:?}");
        assert_eq!(photo.picture.sha256[..], Sha256::digest(&photo.picture.bytes)[..]);
    }
}

#[test]
fn other_files_are_refused_and_told_why() {
    let heic = |brand: &[u8]| [b"\0\0\0\x18ftyp", brand, b"\0\0\0\0heic"].concat();
    for (upload, why) in [
        (Vec::new(), PhotoRefusal::Empty),
        (heic(b"heic"), PhotoRefusal::Heic),
        (heic(b"mif1"), PhotoRefusal::Heic),
        (heic(b"avif"), PhotoRefusal::Format),
        (b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), PhotoRefusal::Format),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), PhotoRefusal::Format),
        (b"\xff\xd8\xff\xe0 not a picture".to_vec(), PhotoRefusal::Damaged),
        (vec![0xff; PHOTO_BYTES_MAX + 1], PhotoRefusal::TooManyBytes),
    ] {
        assert_eq!(Photo::from_upload(&upload).unwrap_err(), why, "{}", why.key());
    }
}

#[test]
fn a_bomb_is_refused_by_what_its_head_claims() {
    for (width, height, bits) in
        [(60_000, 60_000, 8), (10_001, 5_000, 8), (u32::MAX >> 1, u32::MAX >> 1, 8), (7_000, 7_000, 16)]
    {
        let upload = bomb(width, height, bits);
        assert!(upload.len() < 200);
        assert_eq!(
            Photo::from_upload(&upload).unwrap_err(),
            PhotoRefusal::TooManyPixels,
            "{width} {height} {bits}"
        );
    }
    // The file itself is sound: with its own size it is taken, with a false one that is within the limits it is damaged.
    assert!(Photo::from_upload(&bomb(4, 4, 8)).is_ok());
    assert_eq!(Photo::from_upload(&bomb(400, 400, 8)).unwrap_err(), PhotoRefusal::Damaged);
}

#[test]
fn a_picture_is_turned_upright() {
    let lying = halves(64, 32);
    // EXIF orientation → size, and where the red half is: at (x, y) of a picture of 8 × 8 fields.
    for (orientation, size, red) in [
        (1, (64, 32), (0, 4)),
        (2, (64, 32), (7, 4)),
        (3, (64, 32), (7, 4)),
        (6, (32, 64), (4, 0)),
        (8, (32, 64), (4, 7)),
    ] {
        for upload in [jpeg_with_exif(&lying, orientation), png_with_exif(&lying, orientation)] {
            let photo = Photo::from_upload(&upload).unwrap();
            assert_eq!((photo.picture.width, photo.picture.height), size, "{orientation}");
            let shown = pixels(&photo.picture);
            let at = |(x, y): (u32, u32)| *shown.get_pixel(x * size.0 / 8 + 2, y * size.1 / 8 + 2);
            assert!(near(at(red), RED), "{orientation}");
            assert!(near(at((7 - red.0, 7 - red.1)), BLUE), "{orientation}");
        }
    }
}

#[test]
fn nothing_but_the_picture_is_kept() {
    let upload = jpeg_with_exif(&halves(64, 32), 6);
    assert!(contains(&upload, b"Exif") && contains(&upload, b"GPS 26"));
    let photo = Photo::from_upload(&upload).unwrap();
    for jpeg in [&photo.picture, &photo.thumbnail] {
        for text in [b"Exif".as_slice(), b"GPS", b"http", b"ICC_PROFILE"] {
            assert!(!contains(&jpeg.bytes, text));
        }
    }
    // What hangs behind the end of the file goes too.
    let upload = [upload.as_slice(), b"<script>alert(1)</script>"].concat();
    assert!(!contains(&Photo::from_upload(&upload).unwrap().picture.bytes, b"script"));
}

#[test]
fn a_large_picture_is_made_small_and_a_small_one_stays() {
    for (size, picture, thumbnail) in [
        ((4000, 3000), (1600, 1200), (320, 240)),
        ((1700, 10), (1600, 9), (320, 2)),
        ((1600, 1600), (1600, 1600), (320, 320)),
        ((5000, 1), (1600, 1), (320, 1)),
        ((300, 200), (300, 200), (300, 200)),
        ((1, 1), (1, 1), (1, 1)),
    ] {
        let photo = Photo::from_upload(&file(&halves(size.0, size.1).into(), ImageFormat::Png)).unwrap();
        assert_eq!((photo.picture.width, photo.picture.height), picture, "{size:?}");
        assert_eq!((photo.thumbnail.width, photo.thumbnail.height), thumbnail, "{size:?}");
    }
}

#[test]
fn what_is_transparent_becomes_white() {
    let glass = RgbaImage::from_pixel(16, 16, Rgba([200, 0, 0, 0]));
    let photo = Photo::from_upload(&file(&glass.into(), ImageFormat::Png)).unwrap();
    assert!(near(*pixels(&photo.picture).get_pixel(8, 8), WHITE));
}

#[test]
fn a_file_cut_short_is_refused() {
    let png = file(&halves(64, 64).into(), ImageFormat::Png);
    assert_eq!(Photo::from_upload(&png[..png.len() / 2]).unwrap_err(), PhotoRefusal::Damaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is uploaded, there is an answer, and never a panic.
    #[test]
    fn any_file_may_be_uploaded(format in 0_usize..3, changes in proptest::collection::vec((0_usize..1000, any::<u8>()), 1..6), cut in 0_usize..1200) {
        let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP][format];
        let mut upload = file(&halves(24, 16).into(), format);
        for (at, byte) in changes {
            let at = at % upload.len();
            upload[at] = byte;
        }
        upload.truncate(cut);
        if let Ok(photo) = Photo::from_upload(&upload) {
            prop_assert!(photo.picture.width <= PHOTO_SIDE_PIXELS && photo.thumbnail.height <= THUMBNAIL_SIDE_PIXELS);
        }
    }
}

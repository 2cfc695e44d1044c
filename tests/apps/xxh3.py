"""XXH3-64 with seed 0, written from its specification (Y. Collet, xxHash fast digest algorithm, XXH3), as a second
opinion on the hash that phonon prints. Inputs of more than 240 bytes."""
import struct

MASK = (1 << 64) - 1
PRIME32 = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)
PRIME64 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)
SECRET = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221b8084674"
    "f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8a8fa763fe39c343f"
    "f9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d3165526"
    "29d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e")


def _mix(a, b):
    product = a * b
    return (product ^ (product >> 64)) & MASK


def _accumulate(acc, stripe, secret):
    values = struct.unpack("<8Q", stripe)
    keys = struct.unpack("<8Q", secret)
    for i, value in enumerate(values):
        key = value ^ keys[i]
        acc[i ^ 1] = (acc[i ^ 1] + value) & MASK
        acc[i] = (acc[i] + (key & 0xFFFFFFFF) * (key >> 32)) & MASK


def _scramble(acc):
    keys = struct.unpack("<8Q", SECRET[-64:])
    for i in range(8):
        acc[i] = ((acc[i] ^ (acc[i] >> 47) ^ keys[i]) * PRIME32[0]) & MASK


def xxh3_64(data):
    assert len(data) > 240
    acc = [PRIME32[2], PRIME64[0], PRIME64[1], PRIME64[2], PRIME64[3], PRIME32[1], PRIME64[4], PRIME32[0]]
    stripes_a_block = (len(SECRET) - 64) // 8
    stripes = (len(data) - 1) // 64
    for n in range(stripes):
        within = n % stripes_a_block
        _accumulate(acc, data[n * 64:n * 64 + 64], SECRET[within * 8:within * 8 + 64])
        if within == stripes_a_block - 1:
            _scramble(acc)
    _accumulate(acc, data[-64:], SECRET[len(SECRET) - 64 - 7:len(SECRET) - 7])
    result = (len(data) * PRIME64[0]) & MASK
    secret = struct.unpack("<8Q", SECRET[11:75])
    for i in range(4):
        result = (result + _mix(acc[2 * i] ^ secret[2 * i], acc[2 * i + 1] ^ secret[2 * i + 1])) & MASK
    result ^= result >> 37
    result = (result * 0x165667919E3779F9) & MASK
    return result ^ (result >> 32)

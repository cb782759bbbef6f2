"""Charts drawn by the server as SVG: pure functions from plain values to a Drawing.

Every chart is drawn twice, for a desk (`wide`, 720 units) and a phone (`narrow`, 328), so that
text is never shrunk. Classes only: colours and weights are theme.css's. No Django here.
"""

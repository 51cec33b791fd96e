"""The parts of the page that shows what is kept between runs."""

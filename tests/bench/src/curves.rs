//! Growth as a drawing.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;

use crate::Curve;

/// Returns the exponent of the last tenfold: 1 where the time grows as the accounts do.
pub fn exponent(curve: &Curve) -> f64 {
    let [.., (fewer, before), (more, after)] = curve.points[..] else { return f64::NAN };
    (after / before).ln() / (more as f64 / fewer as f64).ln()
}

/// Draws time against accounts, both axes logarithmic.
pub fn draw(curve: &Curve, to: &Path) -> Result<(), Box<dyn Error>> {
    let points: Vec<(f64, f64)> = curve.points.iter().map(|(count, time)| (*count as f64, *time)).collect();
    let (first, last) = (points.first().map_or(1.0, |it| it.0), points.last().map_or(10.0, |it| it.0));
    let least = points.iter().map(|it| it.1).fold(f64::INFINITY, f64::min);
    let most = points.iter().map(|it| it.1).fold(0.0, f64::max);
    let area = SVGBackend::new(to, (560, 360)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption(format!("{}: milliseconds by accounts", curve.what), ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(32)
        .y_label_area_size(56)
        .build_cartesian_2d((first..last).log_scale(), (least / 2.0..most * 2.0).log_scale())?;
    chart.configure_mesh().draw()?;
    let colour = RGBColor(20, 90, 190);
    chart.draw_series(LineSeries::new(points, colour.stroke_width(3)).point_size(4))?;
    area.present()?;
    Ok(())
}

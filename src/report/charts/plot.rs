//! The numbers behind a chart, for formats that draw it themselves.

/// How a plot is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Horizontal bars, one per name.
    Bars,
    /// Columns, one per name.
    Columns,
    /// Lines over names in their order.
    Lines,
    /// Points, and lines where a series is one, over numbers.
    Points,
}

/// Where the values of a series stand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Places {
    /// Names, the same for every series.
    Names(Vec<String>),
    /// Numbers.
    Numbers(Vec<f64>),
}

/// One series.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    /// Its name.
    pub name: String,
    /// A value per place; none where nothing is known.
    pub values: Vec<Option<f64>>,
    /// Whether it is a line without marks: a limit, a centre.
    pub is_line: bool,
}

/// A chart as numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plot {
    /// How it is drawn.
    pub shape: Shape,
    /// What the places are.
    pub places_name: String,
    /// The places.
    pub places: Places,
    /// The series, the most important first.
    pub series: Vec<Series>,
}

impl Plot {
    /// One series over names.
    pub(crate) fn of_names(
        shape: Shape,
        places_name: &str,
        series_name: &str,
        values: Vec<(String, f64)>,
    ) -> Self {
        let (names, values): (Vec<String>, Vec<f64>) = values.into_iter().unzip();
        Self {
            shape,
            places_name: places_name.to_owned(),
            places: Places::Names(names),
            series: vec![Series::marks(series_name, values.into_iter().map(Some).collect())],
        }
    }
}

impl Series {
    /// A series of marks.
    pub(crate) fn marks(name: &str, values: Vec<Option<f64>>) -> Self {
        Self { name: name.to_owned(), values, is_line: false }
    }

    /// A line.
    pub(crate) fn line(name: &str, values: Vec<Option<f64>>) -> Self {
        Self { name: name.to_owned(), values, is_line: true }
    }
}

impl Places {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Names(names) => names.len(),
            Self::Numbers(numbers) => numbers.len(),
        }
    }
}

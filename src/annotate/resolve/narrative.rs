//! The year that a text has come to: a line that its dates move along, and asides that leave it where it is.
//!
//! In come the dates in their order, each with where it stands (file `stand`); asked for a month, the line gives its year.
//! A date of another year moves the line or stands aside; what speaks for either is weighed in [`Now::is_aside`]: the head
//! of a sentence moves it, words such as `since` or `who had` do not, a step back seldom does, and what the text goes on to
//! tells where it was. A bare year far off (`the treaty of 1860`) is an aside too.
//!
//! A text goes forward: the March behind a November is that of the next year, the December behind a January that of the
//! year before; behind the date line of a letter it is the nearest one, and a report whose title names its year tells of
//! that in any order.

use super::super::Dated;
use super::super::annotation::{Moment, When};
use super::super::period;
use super::dateline;
use super::stand::Stand;
use super::years::{month_of, over_new_year, year_of};
use crate::repair::{Cert, Text};

/// A bare year farther than this from the days around it is an aside.
const ASIDE: u16 = 15;

/// A month as many months before that at hand lies in the year after it.
const TURN: u8 = 7;

/// A month as many months behind that at hand lies in the year before it.
const TURN_BACK: u8 = 10;

/// What comes behind the year of a report comes in its first months, and goes on within so many.
const BEYOND: u8 = 2;

/// A month so many before that at hand leaves in doubt whether the text steps back or on to the next year.
const STEP: u8 = 3;

/// What was so before lies a year back if its month lies so many behind that at hand.
const PAST: u8 = 4;

/// So near behind an aside a day goes on with it, in bytes.
const GOES_ON: usize = 40;

/// What speaks for an aside weighs at least as much as this.
const ENOUGH: i8 = 2;

/// The year that the text has come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Now {
    /// The year of the last day or month.
    pub(super) day: Option<i16>,
    /// Its month.
    pub(super) month: Option<u8>,
    /// Its first month, where it began in the year before: the December of `the winter of 1902–3`.
    since: Option<u8>,
    /// That day or month stands in the paragraph at hand.
    here: bool,
    /// A bare year behind it, and whether it stands at the head of its sentence.
    bare: Option<(i16, bool)>,
    /// Year and month of the date line of the letter at hand.
    pub(super) line: Option<(i16, u8)>,
    /// Year and month of the day that opens the entry of a diary, or of the date line.
    pub(super) entry: Option<(i16, u8)>,
    /// That day or month is the first one of the text: its occasion, from which it looks back.
    occasion: bool,
    /// The year that a report is about, by its title.
    report: Option<i16>,
    /// Its year is in doubt.
    doubtful: bool,
    /// The last day or month aside of the line.
    aside: Option<Aside>,
}

/// A day or month aside of the line.
#[derive(Clone, Copy, Debug)]
struct Aside {
    year: i16,
    /// Where it ends in the text.
    end: usize,
    /// Words put it aside.
    told: bool,
    /// It stands in a main clause.
    main: bool,
}

impl Now {
    /// Returns what the next paragraph begins with.
    pub(super) fn next_block(self) -> Now {
        Now {
            here: false,
            aside: None,
            ..self
        }
    }

    /// Returns the year.
    pub(super) fn year(self) -> Option<i16> {
        match (self.day, self.bare) {
            (Some(day), Some((bare, _))) if day.abs_diff(bare) > ASIDE => Some(day),
            (Some(day), Some((_, false))) if self.here => Some(day),
            (day, bare) => bare.map(|(year, _)| year).or(day),
        }
    }

    /// Returns the year that a main clause told last, from which `the next year` counts.
    pub(super) fn last_told(self) -> Option<i16> {
        let aside = self.aside.filter(|aside| aside.main).map(|aside| aside.year);
        aside.or(self.year())
    }

    /// Returns the year of a month without one, and whether it is in doubt.
    pub(super) fn year_of(self, text: &Text, date: &Dated, stand: Stand) -> Option<(i16, bool)> {
        let (month, span) = (month_of(&date.when), date.span);
        // The last day of a year closes the one that the text speaks of.
        let closes = matches!(date.when, When::At(Moment::MonthDay(12, 31)));
        let year = self.year()?;
        if let Some(aside) = self
            .aside
            .filter(|aside| aside.end <= span.start && self.line.is_none_or(|(line, _)| line.abs_diff(aside.year) > 1))
        {
            let between = &text.string[aside.end..span.start];
            let breaks = between.contains([',', '.', ';', ':', '(', ')', '—']);
            if between.len() <= GOES_ON && !breaks && !between.trim_start().starts_with(char::is_uppercase) {
                return Some((aside.year, false));
            }
        }
        let doubt = self.doubtful || self.line.is_none() && self.aside.is_some_and(|aside| !aside.told);
        let (Some(month), Some(last), Some(day)) = (month, self.month, self.day) else {
            return Some((year, doubt));
        };
        if day != year {
            return Some((year, doubt));
        }
        if self.since.is_some_and(|since| month >= since) {
            return Some((year - 1, false));
        }
        let line = self.line.filter(|(of_line, _)| of_line.abs_diff(year) <= 1);
        let (year, last, turned) = if let Some(line) = line {
            (dateline::nearest(month, line), line, false)
        } else if let Some(report) = self.report.filter(|report| (*report..=*report + 1).contains(&year)) {
            // Its matters follow each other in any order; only what comes behind its end is of the next year.
            let beyond = if year > report {
                (last..=last + BEYOND).contains(&month)
            } else {
                month <= BEYOND && last > month + TURN
            };
            (report + i16::from(beyond), (year, last), beyond)
        } else if month + TURN <= last {
            (period::following(year).unwrap_or(year), (year, last), true)
        } else if !closes && month >= last + if self.occasion { TURN_BACK - 1 } else { TURN_BACK } {
            (year - 1, (year, last), true)
        } else {
            (
                year,
                (year, last),
                doubt || month >= last + TURN || month + STEP <= last,
            )
        };
        Some(if stand.past && year == last.0 && month >= last.1 + PAST {
            (year - 1, true)
        } else {
            (year, turned)
        })
    }

    /// Returns the month at hand, from which `the 21st ultimo` counts: that of the letter or entry, else that of the last
    /// day.
    pub(super) fn at_hand(self) -> Option<(i16, u8)> {
        self.entry.or(self.day.zip(self.month))
    }

    /// Goes on to a date; `next` is the year that the text goes on to behind it.
    pub(super) fn pass(&mut self, text: &Text, block: usize, date: &Dated, stand: Stand, next: Option<i16>) {
        let Some(year) = year_of(date) else { return };
        if matches!(
            date.when,
            When::At(Moment::Year(_)) | When::Range(Moment::Year(_), Moment::Year(_))
        ) {
            if dateline::heads_report(text, block, date, stand.first) {
                self.report = Some(year);
            }
            let ahead = self.year().is_none_or(|now| year > now);
            if stand.head && stand.first && ahead {
                // A paragraph that begins with a year tells of that.
                *self = Now {
                    bare: Some((year, true)),
                    line: self.line,
                    entry: self.entry,
                    report: self.report,
                    ..Now::default()
                };
            } else if !stand.aside || self.year().is_none() {
                self.bare = Some((year, stand.head));
            }
            return;
        }
        let letter = dateline::is_one(text, block, date) || dateline::opens(text, block, date, stand.first);
        let (month, since) = match over_new_year(&date.when) {
            Some((since, month)) => (Some(month), Some(since)),
            None => (month_of(&date.when), None),
        };
        if !letter && self.is_aside(year, month, stand, next) {
            self.aside = Some(Aside {
                year,
                end: date.span.end,
                told: stand.aside,
                main: stand.main,
            });
            return;
        }
        let opens = letter || self.entry.is_none() || date.span.start == text.blocks[block].span.start;
        *self = Now {
            entry: if opens {
                month.map(|month| (year, month))
            } else {
                self.entry
            },
            day: Some(year),
            month,
            since,
            here: true,
            bare: None,
            line: if letter {
                month.map(|month| (year, month))
            } else {
                self.line
            },
            occasion: self.year().is_none(),
            report: self.report,
            doubtful: date.cert == Some(Cert::Low),
            aside: None,
        };
    }

    /// Tells whether a day or month stands aside of the line.
    fn is_aside(self, year: i16, month: Option<u8>, stand: Stand, next: Option<i16>) -> bool {
        let Some(line) = self.year() else { return false };
        if year == line {
            return stand.aside && self.day == Some(line) && month < self.month;
        }
        let back = year < line;
        let goes_on = match next {
            None => 0,
            Some(next) if back && next >= line || !back && next < year => 2,
            Some(next) if back && next < year => 0,
            // Asides may follow each other in order; a letter looks back on many days.
            Some(_) if self.line.is_some() => 0,
            Some(_) => -2,
        };
        let place = if stand.head { -2 } else { i8::from(!stand.opens) };
        // What was begun or has been so since a day ahead of the line tells that the line has moved.
        let told = match stand {
            Stand { aside: true, later, .. } => {
                if back || later && year.abs_diff(line) > 1 {
                    3
                } else {
                    -1
                }
            }
            _ => 0,
        };
        // The first date of a paragraph may begin anew, in its first sentence.
        let anew = i8::from(!self.here && stand.first);
        // A letter tells of its own days.
        let letter = if self.line.is_some() { 2 } else { 0 };
        let far = i8::from(back && year.abs_diff(line) > ASIDE);
        i8::from(back) + far + letter + goes_on + place + told - anew >= ENOUGH
    }
}

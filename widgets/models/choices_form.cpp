#include "widgets/models/choices_form.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLocale>
#include <QThread>
#include <algorithm>
#include <vector>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

constexpr int kShortestContext = 256;
/// Offered where the model does not say how much it reads.
constexpr int kLongestContext = 131'072;

/// Fills a box with "automatic" and numbers, and chooses `current`, which is added when it is none
/// of them.
void offer(QComboBox& box, const QString& automatic, std::vector<int> numbers, int current) {
  if (current > 0 && std::find(numbers.begin(), numbers.end(), current) == numbers.end()) {
    numbers.insert(std::upper_bound(numbers.begin(), numbers.end(), current), current);
  }
  box.clear();
  box.addItem(automatic, 0);
  for (const int number : numbers) box.addItem(QLocale().toString(number), number);
  box.setCurrentIndex(std::max(box.findData(current), 0));
}

std::vector<int> threadNumbers() {
  std::vector<int> numbers;
  for (int count = 1; count <= std::max(QThread::idealThreadCount(), 1); ++count) {
    numbers.push_back(count);
  }
  return numbers;
}

/// Powers of two below the limit.
std::vector<int> contextNumbers(int limit) {
  std::vector<int> numbers;
  for (int tokens = kShortestContext; tokens < limit; tokens *= 2) numbers.push_back(tokens);
  return numbers;
}

}  // namespace

ChoicesForm::ChoicesForm(QWidget* parent)
    : QWidget(parent),
      m_precision(new QComboBox(this)),
      m_device(new QComboBox(this)),
      m_threads(new QComboBox(this)),
      m_context(new QComboBox(this)) {
  m_precision->addItems({tr("As stored"), QStringLiteral("f32"), QStringLiteral("bf16"),
                         QStringLiteral("int8"), QStringLiteral("int4")});
  m_precision->setToolTip(
      tr("Numbers of the language model. int8 and int4 need less memory and answer faster; int4 "
         "changes some answers."));
  m_device->addItems({tr("Automatic"), tr("Processor"), tr("CUDA")});
  m_device->setToolTip(tr("Automatic takes a GPU where one can be used."));
  m_threads->setToolTip(tr("Automatic takes all processor cores but one."));
  m_context->setToolTip(
      tr("Tokens of question and answer together. Memory is kept for that many."));

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(theme::scaled(16));
  grid->setVerticalSpacing(theme::scaled(4));
  addField(*grid, 0, tr("Numbers"), *m_precision);
  addField(*grid, 1, tr("Device"), *m_device);
  addField(*grid, 2, tr("Threads"), *m_threads);
  addField(*grid, 3, tr("Context"), *m_context);
  setChoices({}, 0);
  for (const QComboBox* box : {m_precision, m_device, m_threads, m_context}) {
    connect(box, &QComboBox::currentIndexChanged, this, &ChoicesForm::tell);
  }
}

void ChoicesForm::addField(QGridLayout& grid, int place, const QString& label, QComboBox& field) {
  auto* words = new theme::ThemedLabel(theme::TextRole::Secondary, theme::Ink::Text2, label, this);
  words->setBuddy(&field);
  field.setAccessibleName(label);
  field.setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  field.setMinimumContentsLength(7);
  grid.addWidget(words, 0, place);
  grid.addWidget(&field, 1, place);
  grid.setColumnStretch(place, 1);
}

void ChoicesForm::setChoices(const ModelChoices& choices, int contextLimit) {
  m_quiet = true;
  m_precision->setCurrentIndex(static_cast<int>(choices.precision));
  m_device->setCurrentIndex(static_cast<int>(choices.device));
  offer(*m_threads, tr("Automatic"), threadNumbers(), choices.threads);
  const bool known = contextLimit > 0;
  offer(*m_context, known ? tr("All %1").arg(QLocale().toString(contextLimit)) : tr("All"),
        contextNumbers(known ? contextLimit : kLongestContext),
        known ? std::min(choices.contextLength, contextLimit) : choices.contextLength);
  m_quiet = false;
}

ModelChoices ChoicesForm::choices() const {
  return {static_cast<ModelChoices::Precision>(m_precision->currentIndex()),
          static_cast<ModelChoices::Device>(m_device->currentIndex()),
          m_threads->currentData().toInt(), m_context->currentData().toInt()};
}

void ChoicesForm::tell() {
  if (!m_quiet) Q_EMIT choicesChanged(choices());
}

}  // namespace molloquy::widgets
